package dev.inferport.runtime.sklearn;

/** 1 above a threshold, else 0. */
record Binarizer(int features, double threshold) implements Transformer {

    @Override
    public Table transform(Table rows) {
        return rows.finite(features).dense().map(value -> value > threshold ? 1 : 0);
    }
}
