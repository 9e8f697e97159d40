package dev.inferport.runtime.sklearn;

import java.util.Arrays;

/** A line through given points, and beyond them the value of the first or last one. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record StepwiseLine(double[] x, double[] y) implements Calibration, Regressor {

    StepwiseLine {
        if (x.length == 0 || x.length != y.length) {
            throw new InvalidModelException("an isotonic regression has " + x.length + " thresholds");
        }
    }

    static StepwiseLine ofIsotonic(Fields fields) {
        String suffix = fields.has("X_thresholds_") ? "_thresholds_" : "";
        return suffix.isEmpty()
                ? new StepwiseLine(fields.doubles("_necessary_X_"), fields.doubles("_necessary_y_"))
                : new StepwiseLine(fields.doubles("X_thresholds_"), fields.doubles("y_thresholds_"));
    }

    @Override
    public double probability(double score) {
        if (Double.isNaN(score)) {
            return score;
        }
        double at = Math.max(x[0], Math.min(x[x.length - 1], score));
        int found = Arrays.binarySearch(x, at);
        if (found >= 0) {
            return y[found];
        }
        int above = -found - 1;
        double slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
        return slope * (at - x[above - 1]) + y[above - 1];
    }

    @Override
    public DenseMatrix regress(Table rows) {
        return rows.numbers(1).dense().map(this::probability);
    }
}
