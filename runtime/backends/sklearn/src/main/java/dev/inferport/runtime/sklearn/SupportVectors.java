package dev.inferport.runtime.sklearn;

import java.util.Arrays;

/**
 * Support vectors, their kernel, and what libsvm keeps for them.
 *
 * @param coefficients one vector for a number, or one less than there are classes
 * @param constants one for each pair of classes
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record SupportVectors(Kernel kernel, FeatureColumns vectors, FeatureColumns coefficients, double[] constants) {

    SupportVectors {
        if (coefficients.features() != vectors.vectors()) {
            throw new InvalidModelException("a support vector machine has " + vectors.vectors()
                    + " vectors and coefficients for " + coefficients.features());
        }
    }

    static SupportVectors of(Fields fields) {
        boolean raw = fields.has("_dual_coef_");
        return new SupportVectors(
                Kernel.of(fields),
                FeatureColumns.of(fields.assembly(), fields.rowsOf("support_vectors_")),
                FeatureColumns.of(fields.assembly(), fields.rowsOf(raw ? "_dual_coef_" : "dual_coef_")),
                fields.doubles(raw ? "_intercept_" : "intercept_"));
    }

    /** The kernel of one row and each vector. */
    void fill(DenseMatrix rows, int row, double[] kernels) {
        Arrays.fill(kernels, 0);
        if (kernel.isOfDistances()) {
            vectors.add(FeatureSum.SQUARES, rows.values(), row * rows.columns(), kernels);
        } else {
            rows.addProducts(row, vectors, kernels);
        }
        for (int v = 0; v < kernels.length; v++) {
            kernels[v] = kernel.function().applyAsDouble(kernels[v]);
        }
    }

    /** The weighted sum of kernels for each row, of a machine that is no classifier. */
    DenseMatrix sums(Table table) {
        DenseMatrix rows = table.finite(vectors.features()).dense();
        double[] kernels = new double[vectors.vectors()];
        double[] sum = new double[coefficients.vectors()];
        double[] sums = new double[rows.rows()];
        for (int row = 0; row < sums.length; row++) {
            fill(rows, row, kernels);
            Arrays.fill(sum, 0);
            coefficients.add(FeatureSum.PRODUCTS, kernels, 0, sum);
            sums[row] = sum[0] + constants[0];
        }
        return new DenseMatrix(sums.length, 1, sums);
    }
}
