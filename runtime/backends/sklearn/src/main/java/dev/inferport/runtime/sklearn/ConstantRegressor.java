package dev.inferport.runtime.sklearn;

/** The same numbers for all rows. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record ConstantRegressor(double[] constants) implements Regressor {

    static ConstantRegressor of(Fields fields) {
        return new ConstantRegressor(fields.doubles("constant_"));
    }

    @Override
    public DenseMatrix regress(Table rows) {
        double[] all = Matrix.zeros(rows.rows(), constants.length);
        for (int i = 0; i < all.length; i++) {
            all[i] = constants[i % constants.length];
        }
        return new DenseMatrix(rows.rows(), constants.length, all);
    }
}
