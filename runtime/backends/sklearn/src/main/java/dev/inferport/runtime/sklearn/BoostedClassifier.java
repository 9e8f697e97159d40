package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** Boosting for classes. */
record BoostedClassifier(BoostedTrees trees, Labels classes, double factor) implements Classifier {

    static BoostedClassifier ofBoosting(Fields fields) {
        boolean exponential = fields.text("loss", "").equals("exponential");
        BoostedTrees trees = BoostedTrees.ofBoosting(fields, BoostingStart.ofClassifier(fields, exponential));
        return new BoostedClassifier(trees, fields.labels("classes_"), exponential ? 2 : 1);
    }

    static BoostedClassifier ofHistogram(Fields fields) {
        return new BoostedClassifier(BoostedTrees.ofHistogram(fields), fields.labels("classes_"), 1);
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
    }

    @Override
    public int features() {
        return trees.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.choose(trees.raw(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return trees.raw(rows);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        DenseMatrix raw = trees.raw(rows);
        return raw.columns() == 1
                ? ScoreRows.withComplement(raw.map(score -> ScoreRows.expit(factor * score)))
                : ScoreRows.softmax(raw);
    }
}
