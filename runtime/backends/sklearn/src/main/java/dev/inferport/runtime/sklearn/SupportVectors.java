package dev.inferport.runtime.sklearn;

/**
 * Support vectors, their kernel, and what libsvm keeps for them.
 *
 * @param coefficients one row for a number, or one less than there are classes
 * @param constants one for each pair of classes
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record SupportVectors(Kernel kernel, DenseMatrix vectors, DenseMatrix coefficients, double[] constants) {

    SupportVectors {
        if (coefficients.columns() != vectors.rows()) {
            throw new InvalidModelException("a support vector machine has " + vectors.rows()
                    + " vectors and coefficients for " + coefficients.columns());
        }
    }

    static SupportVectors of(Fields fields) {
        boolean raw = fields.has("_dual_coef_");
        return new SupportVectors(
                Kernel.of(fields),
                fields.rowsOf("support_vectors_"),
                fields.rowsOf(raw ? "_dual_coef_" : "dual_coef_"),
                fields.doubles(raw ? "_intercept_" : "intercept_"));
    }

    /** The kernel of one row and each vector. */
    void fill(DenseMatrix rows, int row, double[] kernels) {
        for (int v = 0; v < kernels.length; v++) {
            kernels[v] = kernel.of(rows, row, vectors.values(), v * vectors.columns());
        }
    }

    /** The weighted sum of kernels for each row, of a machine that is no classifier. */
    DenseMatrix sums(Table table) {
        DenseMatrix rows = table.finite(vectors.columns()).dense();
        double[] kernels = new double[vectors.rows()];
        double[] sums = new double[rows.rows()];
        for (int row = 0; row < sums.length; row++) {
            fill(rows, row, kernels);
            double sum = 0;
            for (int v = 0; v < kernels.length; v++) {
                sum += coefficients.at(0, v) * kernels[v];
            }
            sums[row] = sum + constants[0];
        }
        return new DenseMatrix(sums.length, 1, sums);
    }
}
