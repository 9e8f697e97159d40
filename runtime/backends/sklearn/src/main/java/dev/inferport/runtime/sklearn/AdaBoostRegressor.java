package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The weighted median of what several regressors say. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record AdaBoostRegressor(List<Estimator> members, double[] weights) implements Regressor {

    static AdaBoostRegressor of(Fields fields) {
        return new AdaBoostRegressor(fields.estimators("estimators_"), fields.doubles("estimator_weights_"));
    }

    @Override
    public int features() {
        return members.isEmpty() ? ANY_WIDTH : members.get(0).features();
    }

    @Override
    public DenseMatrix regress(Table table) {
        Matrix rows = table.finite(features());
        List<Prediction> said =
                members.stream().map(member -> member.predict(rows)).toList();
        double[] medians = new double[rows.rows()];
        for (int row = 0; row < medians.length; row++) {
            medians[row] = median(row, said);
        }
        return new DenseMatrix(medians.length, 1, medians);
    }

    private double median(int row, List<Prediction> said) {
        Integer[] order = new Integer[said.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> said.get(i).number(row, 0)));
        double total = 0;
        for (int i : order) {
            total += weights[i];
        }
        double sum = 0;
        for (int i : order) {
            sum += weights[i];
            if (sum >= 0.5 * total) {
                return said.get(i).number(row, 0);
            }
        }
        return said.get(order[order.length - 1]).number(row, 0);
    }
}
