package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.Optional;

/**
 * A {@code TreeEnsembleRegressor}: sums or averages, and base values.
 *
 * @param divisor 1, or the number of trees
 * @param base one for each target
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record RegressorScores(int columns, float divisor, float[] base) implements TreeScores {

    /** The scores of the operator with these attributes, or empty where it does what is not done here. */
    static Optional<RegressorScores> of(NodeAttributes attributes, int targets, int trees) {
        String aggregate = attributes.text("aggregate_function", "SUM");
        boolean known = aggregate.equals("SUM") || aggregate.equals("AVERAGE");
        if (!known || !attributes.text("post_transform", "NONE").equals("NONE")) {
            return Optional.empty();
        }
        float[] declared = attributes.floats("base_values");
        float[] base = declared.length == targets ? declared : new float[targets];
        return Optional.of(new RegressorScores(targets, aggregate.equals("SUM") ? 1 : trees, base));
    }

    @Override
    public Tensor scores(float[] sums, int rows) {
        float[] scores = new float[sums.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = sums[i] / divisor + base[i % columns];
        }
        return Tensor.of(scores, rows, columns);
    }

    @Override
    public Optional<DataType> labelType() {
        return Optional.empty();
    }

    @Override
    public Tensor labels(float[] sums, int rows) {
        throw new IllegalStateException("a regressor has no labels");
    }

    @Override
    public long sizeInBytes() {
        return (long) Float.BYTES * base.length;
    }
}
