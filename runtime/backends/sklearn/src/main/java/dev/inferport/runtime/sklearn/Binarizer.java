package dev.inferport.runtime.sklearn;

/** 1 above a threshold, else 0. */
record Binarizer(int features, double threshold) implements Transformer {

    @Override
    public Table transform(Table rows) {
        DenseMatrix x = rows.finite(features).dense();
        return x.map(value -> value > threshold ? 1 : 0, x.type());
    }
}
