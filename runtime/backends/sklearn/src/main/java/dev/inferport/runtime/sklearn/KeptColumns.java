package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Some of the columns, in their order. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record KeptColumns(int features, int[] columns, boolean takesMissing) implements Transformer {

    /** Those that are kept, of rows that may have missing values where so told. */
    static KeptColumns of(boolean[] kept, boolean takesMissing) {
        int[] columns = IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
        return new KeptColumns(kept.length, columns, takesMissing);
    }

    @Override
    public Table transform(Table rows) {
        if (rows.columns() != features) {
            rows.numbers(features);
        }
        if (!takesMissing && rows instanceof Matrix numbers) {
            numbers.requireFinite();
        }
        return rows.select(columns);
    }

    /** An estimator of the columns that are kept. */
    record Estimated(KeptColumns kept, Estimator estimator) implements Estimator {

        @Override
        public Set<Method> methods() {
            Set<Method> methods = EnumSet.copyOf(estimator.methods());
            methods.add(Method.TRANSFORM);
            return methods;
        }

        @Override
        public int features() {
            return kept.features();
        }

        @Override
        public Labels classes() {
            return estimator.classes();
        }

        @Override
        public Prediction predict(Table rows) {
            return estimator.predict(kept.transform(rows));
        }

        @Override
        public DenseMatrix predictProba(Table rows) {
            return estimator.predictProba(kept.transform(rows));
        }

        @Override
        public DenseMatrix decisionFunction(Table rows) {
            return estimator.decisionFunction(kept.transform(rows));
        }

        @Override
        public Table transform(Table rows) {
            return kept.transform(rows);
        }
    }
}
