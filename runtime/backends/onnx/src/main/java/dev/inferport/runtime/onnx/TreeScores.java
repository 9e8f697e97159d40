package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.Optional;

/** What the operator of a tree ensemble makes of the sums of its trees. Immutable. */
sealed interface TreeScores permits ClassifierScores, RegressorScores {

    /** Columns of {@link #scores}. */
    int columns();

    /** FP32 [rows, columns]; the sums are not changed. */
    Tensor scores(float[] sums, int rows);

    /** INT64 or BYTES, where there are labels. */
    Optional<DataType> labelType();

    /** The labels of a classifier, [rows]. */
    Tensor labels(float[] sums, int rows);

    /** The bytes of what it holds. */
    long sizeInBytes();
}
