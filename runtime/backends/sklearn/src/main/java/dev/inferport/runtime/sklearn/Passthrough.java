package dev.inferport.runtime.sklearn;

/** A transformer that changes nothing. */
enum Passthrough implements Transformer {
    ANY;

    @Override
    public Table transform(Table rows) {
        return rows;
    }
}
