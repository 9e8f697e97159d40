package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/**
 * Boosting for classes.
 *
 * @param factor of the raw score on its way to a probability
 * @param evenIsSecond whether a raw score of 0 is one for the second of two classes
 */
record BoostedClassifier(BoostedTrees trees, Labels classes, double factor, boolean evenIsSecond)
        implements Classifier {

    static BoostedClassifier ofBoosting(Fields fields) {
        boolean exponential = fields.text("loss", "").equals("exponential");
        BoostedTrees trees = BoostedTrees.ofBoosting(fields, BoostingStart.ofClassifier(fields, exponential));
        return new BoostedClassifier(
                trees, fields.labels("classes_"), exponential ? 2 : 1, exponential || fields.since(1, 4));
    }

    static BoostedClassifier ofHistogram(Fields fields) {
        return new BoostedClassifier(BoostedTrees.ofHistogram(fields), fields.labels("classes_"), 1, false);
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
        DenseMatrix raw = trees.raw(rows);
        // The least that there is below 0 makes no difference to any score but 0 itself.
        return ScoreRows.choose(evenIsSecond ? raw.map(score -> score == 0 ? Double.MIN_VALUE : score) : raw);
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
