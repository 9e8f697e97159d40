package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.EnumSet;
import java.util.Set;

/**
 * A classifier of several labels at a time, each of which holds (1) or does not (0): an INT64 column for each label.
 *
 * @param scores answers with a column for each label
 * @param decisive the method whose answer decides
 * @param threshold above which a label holds
 */
record LabelsClassifier(Estimator scores, Method decisive, double threshold) implements Estimator {

    /** Whether the estimator was fitted with several labels at a time, by what binarized them. */
    static boolean isFor(Fields binarizer) {
        return binarizer.text("y_type_", "").startsWith("multilabel");
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT);
        methods.addAll(scores.methods());
        methods.retainAll(EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION));
        return methods;
    }

    @Override
    public int features() {
        return scores.features();
    }

    @Override
    public Prediction predict(Table rows) {
        DenseMatrix all = decisive == Method.PREDICT_PROBA ? predictProba(rows) : decisionFunction(rows);
        return new NumberPrediction(all.map(score -> score > threshold ? 1 : 0, DataType.INT64));
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return scores.predictProba(rows);
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return scores.decisionFunction(rows);
    }
}
