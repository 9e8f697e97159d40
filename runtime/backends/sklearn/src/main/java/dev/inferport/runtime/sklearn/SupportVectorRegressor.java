package dev.inferport.runtime.sklearn;

/** SVR and NuSVR. */
record SupportVectorRegressor(SupportVectors vectors) implements Regressor {

    static SupportVectorRegressor of(Fields fields) {
        return new SupportVectorRegressor(SupportVectors.of(fields));
    }

    @Override
    public int features() {
        return vectors.vectors().features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        return vectors.sums(rows);
    }
}
