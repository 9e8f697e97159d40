package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The weights of the estimators that vote, without those that were dropped. */
final class VotingWeights {

    private VotingWeights() {}

    static double[] of(Fields fields, int members) {
        double[] weights = new double[members];
        Arrays.fill(weights, 1);
        if (!fields.has("weights")) {
            return weights;
        }
        List<Object> all = fields.list("weights");
        List<Object> named = fields.list("estimators");
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Object estimator = Py.list(named.get(i)).get(1);
            if (!Py.isNone(estimator) && !"drop".equals(estimator)) {
                kept.add(Py.number(all.get(i)));
            }
        }
        if (kept.size() != members) {
            throw new InvalidModelException(kept.size() + " weights for " + members + " estimators that vote");
        }
        return kept.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
