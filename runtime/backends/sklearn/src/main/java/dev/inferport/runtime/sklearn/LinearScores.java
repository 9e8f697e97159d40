package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;

/**
 * Weighted sums of the features, plus a constant each.
 *
 * @param weights one row for each sum
 * @param constants one for each sum
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record LinearScores(DenseMatrix weights, double[] constants) {

    LinearScores {
        if (constants.length != weights.rows()) {
            throw new InvalidModelException("a linear model has " + weights.rows() + " rows of coefficients and "
                    + constants.length + " intercepts");
        }
    }

    /** Those of {@code coef_} and {@code intercept_}. */
    static LinearScores of(Fields fields) {
        DenseMatrix weights = fields.rowsOf("coef_");
        double[] intercepts = fields.has("intercept_") ? fields.doubles("intercept_") : new double[1];
        if (intercepts.length == 1 && weights.rows() > 1) {
            double all = intercepts[0];
            intercepts = new double[weights.rows()];
            java.util.Arrays.fill(intercepts, all);
        }
        return new LinearScores(weights, intercepts);
    }

    int features() {
        return weights.columns();
    }

    /** One column for each sum. */
    DenseMatrix of(Table rows) {
        Matrix x = rows.finite(features());
        int sums = constants.length;
        boolean single = x.isSingle() && weights.isSingle();
        double[] scores = Matrix.zeros(x.rows(), sums);
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int sum = 0; sum < sums; sum++) {
                double score = x.dot(row, weights.values(), sum * features()) + constants[sum];
                scores[next++] = single ? (float) score : score;
            }
        }
        return new DenseMatrix(x.rows(), sums, scores, single ? DataType.FP32 : DataType.FP64);
    }
}
