package dev.inferport.runtime.backendkit;

import dev.inferport.runtime.api.Tensor;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model, and what the library itself says of some rows.
 *
 * @param file the model's file
 * @param inputs FP32 or FP64 of shape [rows, features], with a missing value (NaN) in some row
 * @param predictions the library's answer under the name {@code predict}, of shape [rows, columns]
 */
public record Sample(Path file, Tensor inputs, Tensor predictions) {

    public Sample {
        if (inputs.shape().rank() != 2 || predictions.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "inputs: " + inputs + ", predictions: " + predictions + " (expected: two dimensions)");
        }
        if (Arrays.stream(inputs.toDoubles()).noneMatch(Double::isNaN)) {
            throw new IllegalArgumentException("inputs: no value is missing (expected: NaN in some row)");
        }
    }

    int rows() {
        return (int) inputs.shape().dimension(0);
    }

    int features() {
        return (int) inputs.shape().dimension(1);
    }

    int columns() {
        return (int) predictions.shape().dimension(1);
    }

    /** One row of the inputs, as a batch of its own. */
    Tensor row(int row) {
        return Tensor.of(rowOf(inputs, row), 1, features());
    }

    /** What the library says of one row. */
    double[] prediction(int row) {
        return rowOf(predictions, row);
    }

    private static double[] rowOf(Tensor tensor, int row) {
        int width = (int) tensor.shape().dimension(1);
        return Arrays.copyOfRange(tensor.toDoubles(), row * width, (row + 1) * width);
    }
}
