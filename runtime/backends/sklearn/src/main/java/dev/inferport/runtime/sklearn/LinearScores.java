package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;

/**
 * Weighted sums of the features, plus a constant each.
 *
 * @param weights one vector for each sum
 * @param single whether the weights are numbers of single precision
 * @param constants one for each sum
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record LinearScores(FeatureColumns weights, boolean single, double[] constants) {

    LinearScores {
        if (constants.length != weights.vectors()) {
            throw new InvalidModelException("a linear model has " + weights.vectors() + " rows of coefficients and "
                    + constants.length + " intercepts");
        }
    }

    /** @param weights one row for each sum */
    static LinearScores of(Assembly assembly, DenseMatrix weights, double[] constants) {
        return new LinearScores(FeatureColumns.of(assembly, weights), weights.isSingle(), constants);
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
        return of(fields.assembly(), weights, intercepts);
    }

    int features() {
        return weights.features();
    }

    /** One column for each sum. */
    DenseMatrix of(Table rows) {
        Matrix x = rows.finite(features());
        int sums = constants.length;
        boolean staysSingle = single && x.isSingle();
        double[] scores = weights.products(x);
        int next = 0;
        for (int row = 0; row < x.rows(); row++) {
            for (int sum = 0; sum < sums; sum++) {
                double score = scores[next] + constants[sum];
                scores[next++] = staysSingle ? (float) score : score;
            }
        }
        return new DenseMatrix(x.rows(), sums, scores, staysSingle ? DataType.FP32 : DataType.FP64);
    }
}
