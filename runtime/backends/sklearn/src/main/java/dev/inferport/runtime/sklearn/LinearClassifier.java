package dev.inferport.runtime.sklearn;

import java.util.EnumSet;
import java.util.Set;

/** A classifier by the sign of one weighted sum, or the largest of several. */
record LinearClassifier(LinearScores scores, Labels classes, Probability probability) implements Classifier {

    /** How scores become probabilities. */
    interface Probability {
        DenseMatrix of(DenseMatrix scores);
    }

    /** The estimator has no probabilities. */
    static final Probability NONE = scores -> scores;

    /** The logistic function of each score, made to add up to 1. */
    static final Probability SIGMOID = LinearClassifier::sigmoid;

    /** Softmax, for two classes of the score and its negative. */
    static final Probability SOFTMAX =
            scores -> ScoreRows.softmax(scores.columns() == 1 ? ScoreRows.withNegative(scores) : scores);

    /** What the modified Huber loss says of each score. */
    static final Probability MODIFIED_HUBER = LinearClassifier::modifiedHuber;

    LinearClassifier {
        int expected = classes.count() == 2 ? 1 : classes.count();
        int sums = scores.constants().length;
        if (sums != expected && sums != classes.count()) {
            throw new InvalidModelException(
                    "a linear classifier of " + classes.count() + " classes has " + sums + " rows of coefficients");
        }
    }

    @Override
    public Set<Method> methods() {
        return probability == NONE
                ? EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION)
                : EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.PREDICT_PROBA);
    }

    @Override
    public int features() {
        return scores.features();
    }

    @Override
    public int[] choose(Table rows) {
        return ScoreRows.choose(scores.of(rows));
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return scores.of(rows);
    }

    @Override
    public DenseMatrix predictProba(Table rows) {
        return probability.of(scores.of(rows));
    }

    private static DenseMatrix sigmoid(DenseMatrix scores) {
        DenseMatrix each = scores.map(ScoreRows::expit);
        return each.columns() == 1 ? ScoreRows.withComplement(each) : evenWhereZero(each);
    }

    private static DenseMatrix modifiedHuber(DenseMatrix scores) {
        DenseMatrix each = scores.map(score -> (Math.max(-1, Math.min(1, score)) + 1) / 2);
        return each.columns() == 1 ? ScoreRows.withComplement(each) : evenWhereZero(each);
    }

    private static DenseMatrix evenWhereZero(DenseMatrix each) {
        double[] values = each.values();
        int width = each.columns();
        for (int start = 0; start < values.length; start += width) {
            boolean zero = true;
            for (int c = 0; c < width; c++) {
                zero &= values[start + c] == 0;
            }
            if (zero) {
                java.util.Arrays.fill(values, start, start + width, 1);
            }
        }
        return ScoreRows.normalised(each);
    }
}
