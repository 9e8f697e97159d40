package dev.inferport.runtime.sklearn;

/** A regressor whose targets were transformed before it was fitted; its answers are transformed back. */
record TransformedTarget(Estimator regressor, Estimator back) implements Regressor {

    static TransformedTarget of(Fields fields) {
        Fields transformer = fields.object("transformer_");
        Estimator back = transformer.typeName().equals("FunctionTransformer")
                ? FunctionTransformer.inverseOf(transformer)
                : inverse(transformer);
        return new TransformedTarget(fields.estimator("regressor_"), back);
    }

    private static Estimator inverse(Fields transformer) {
        if (transformer.assembly().make(transformer.object()) instanceof ColumnArithmetic scaler) {
            return scaler.inverse();
        }
        throw new InvalidModelException(
                "a TransformedTargetRegressor with a " + transformer.typeName() + " is not served");
    }

    @Override
    public int features() {
        return regressor.features();
    }

    @Override
    public DenseMatrix regress(Table rows) {
        Prediction prediction = regressor.predict(rows);
        if (!(prediction instanceof NumberPrediction numbers)) {
            throw new InvalidModelException("a TransformedTargetRegressor has a classifier inside");
        }
        return back.transform(numbers.numbers()).numbers(ANY_WIDTH).dense();
    }
}
