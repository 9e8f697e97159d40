package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code TreeEnsembleClassifier}. Of two classes it has one sum, for the second; of more it has one each.
 *
 * @param base added to the sums, one for each of the first of them
 * @param shares whether the sum of two classes is a share of 1, rather than a margin around 0; so it decides the label,
 *     whatever becomes of the scores
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record ClassifierScores(ClassLabels classes, ScoreRule rule, float[] base, boolean shares) implements TreeScores {

    /** The scores of the operator with these attributes, or empty where it does what is not done here. */
    static Optional<ClassifierScores> of(NodeAttributes attributes, LeafWeights weights) {
        Optional<ClassLabels> classes = ClassLabels.of(attributes);
        Optional<ScoreRule> rule = ScoreRule.of(attributes.text("post_transform", "NONE"));
        float[] base = attributes.floats("base_values");
        int count = weights.outputs();
        // A class that no tree ever speaks for is left out by the library; here all take part.
        boolean allSpeak = weights.reachAllOutputs() || base.length == count || weights.speakForOutputs();
        if (classes.isEmpty() || rule.isEmpty() || base.length > count || (count > 1 && !allSpeak)) {
            return Optional.empty();
        }
        return Optional.of(new ClassifierScores(classes.get(), rule.get(), base, weights.areAllPositive()));
    }

    @Override
    public int columns() {
        return classes.count();
    }

    private boolean isBinary() {
        return columns() == 2;
    }

    @Override
    public Tensor scores(float[] sums, int rows) {
        if (isBinary()) {
            return binaryScores(sums, rows);
        }
        float[] scores = withBase(sums);
        for (int row = 0; row < rows; row++) {
            rule.apply(scores, row * columns(), columns());
        }
        return Tensor.of(scores, rows, columns());
    }

    private Tensor binaryScores(float[] sums, int rows) {
        float[] second = withBase(sums);
        float[] scores = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            float sum = second[row];
            if (rule == ScoreRule.LOGISTIC) {
                scores[2 * row] = ScoreRule.logistic(-sum);
                scores[2 * row + 1] = ScoreRule.logistic(sum);
            } else {
                scores[2 * row] = shares ? 1 - sum : -sum;
                scores[2 * row + 1] = sum;
            }
        }
        return Tensor.of(scores, rows, 2);
    }

    @Override
    public Optional<DataType> labelType() {
        return Optional.of(classes.dataType());
    }

    @Override
    public Tensor labels(float[] sums, int rows) {
        float[] scores = withBase(sums);
        List<Integer> best = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            best.add(isBinary() ? (scores[row] > (shares ? 0.5f : 0) ? 1 : 0) : largest(scores, row * columns()));
        }
        return classes.tensor(best);
    }

    private int largest(float[] scores, int start) {
        int largest = 0;
        for (int i = 1; i < columns(); i++) {
            largest = scores[start + i] > scores[start + largest] ? i : largest;
        }
        return largest;
    }

    private float[] withBase(float[] sums) {
        float[] scores = sums.clone();
        int width = isBinary() ? 1 : columns();
        for (int i = 0; i < scores.length; i++) {
            if (i % width < base.length) {
                scores[i] += base[i % width];
            }
        }
        return scores;
    }

    @Override
    public long sizeInBytes() {
        return (long) Float.BYTES * base.length + classes.sizeInBytes();
    }
}
