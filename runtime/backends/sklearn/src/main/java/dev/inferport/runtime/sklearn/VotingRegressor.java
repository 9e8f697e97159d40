package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The weighted average of what several regressors say. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record VotingRegressor(List<Estimator> members, double[] weights) implements Regressor {

    static VotingRegressor of(Fields fields) {
        List<Estimator> members = fields.estimators("estimators_");
        return new VotingRegressor(members, VotingWeights.of(fields, members.size()));
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.TRANSFORM);
    }

    @Override
    public int features() {
        return members.get(0).features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        DenseMatrix said = transform(rows);
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double[] means = new double[said.rows()];
        for (int row = 0; row < means.length; row++) {
            means[row] = said.dot(row, weights, 0) / total;
        }
        return new DenseMatrix(means.length, 1, means);
    }

    /** What each member says, side by side. */
    @Override
    public DenseMatrix transform(Table rows) {
        double[] all = Matrix.zeros(rows.rows(), members.size());
        for (int m = 0; m < members.size(); m++) {
            Prediction said = members.get(m).predict(rows);
            for (int row = 0; row < rows.rows(); row++) {
                all[row * members.size() + m] = said.number(row, 0);
            }
        }
        return new DenseMatrix(rows.rows(), members.size(), all);
    }
}
