package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Transformers one after the other, and an estimator of any kind at the end. */
record Pipeline(List<Estimator> transformers, Estimator last) implements Estimator {

    static Estimator of(Fields fields) {
        List<Estimator> steps = new ArrayList<>();
        for (Object step : fields.list("steps")) {
            Object estimator = Py.list(step).get(1);
            steps.add(
                    isPassThrough(estimator)
                            ? Passthrough.ANY
                            : fields.assembly().make(estimator));
        }
        if (steps.isEmpty()) {
            throw new InvalidModelException("a Pipeline has no steps");
        }
        int last = steps.size() - 1;
        return new Pipeline(List.copyOf(steps.subList(0, last)), steps.get(last));
    }

    static boolean isPassThrough(Object estimator) {
        return Py.isNone(estimator) || "passthrough".equals(estimator);
    }

    @Override
    public Set<Method> methods() {
        return last.methods();
    }

    @Override
    public int features() {
        return first().features();
    }

    private Estimator first() {
        for (Estimator transformer : transformers) {
            if (transformer != Passthrough.ANY) {
                return transformer;
            }
        }
        return last;
    }

    @Override
    public boolean takesTexts(int column) {
        return first().takesTexts(column);
    }

    @Override
    public Labels classes() {
        return last.classes();
    }

    @Override
    public Prediction predict(Table rows) {
        return last.predict(prepared(rows));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return last.predictProba(prepared(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return last.decisionFunction(prepared(rows));
    }

    @Override
    public DenseMatrix scoreSamples(Table rows) {
        return last.scoreSamples(prepared(rows));
    }

    @Override
    public Table transform(Table rows) {
        return last.transform(prepared(rows));
    }

    private Table prepared(Table rows) {
        Table prepared = rows;
        for (Estimator transformer : transformers) {
            prepared = transformer.transform(prepared);
        }
        return prepared;
    }
}
