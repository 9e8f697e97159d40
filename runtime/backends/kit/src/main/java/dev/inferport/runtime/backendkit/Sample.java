package dev.inferport.runtime.backendkit;

import dev.inferport.runtime.api.Tensor;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model, and what the library itself says of some rows.
 *
 * @param file the model's file
 * @param input the name to send the rows under
 * @param inputs FP32 or FP64 of shape [rows, features], with a missing value (NaN) in some row
 * @param output the name to ask for
 * @param predictions the library's answer under that name, of shape [rows, columns]
 */
public record Sample(Path file, String input, Tensor inputs, String output, Tensor predictions) {

    public Sample {
        if (inputs.shape().rank() != 2 || predictions.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "inputs: " + inputs + ", predictions: " + predictions + " (expected: two dimensions)");
        }
        if (Arrays.stream(inputs.toDoubles()).noneMatch(Double::isNaN)) {
            throw new IllegalArgumentException("inputs: no value is missing (expected: NaN in some row)");
        }
    }

    /** Of a model that doesn't care about the input's name, and answers with {@code predict}. */
    public Sample(Path file, Tensor inputs, Tensor predictions) {
        this(file, "x", inputs, "predict", predictions);
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

    /** One row of the inputs, as a batch of its own, in the datatype of all. */
    Tensor row(int row) {
        return rows(rowOf(inputs, row), 1);
    }

    /** Rows in the datatype of the inputs. */
    Tensor rows(double[] values, int rows) {
        return switch (inputs.dataType()) {
            case FP64 -> Tensor.of(values, rows, features());
            case FP32 -> Tensor.of(floats(values), rows, features());
            default -> throw new IllegalStateException("inputs: " + inputs + " (expected: FP32 or FP64)");
        };
    }

    /** What the library says of one row. */
    double[] prediction(int row) {
        return rowOf(predictions, row);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] rowOf(Tensor tensor, int row) {
        int width = (int) tensor.shape().dimension(1);
        return Arrays.copyOfRange(tensor.toDoubles(), row * width, (row + 1) * width);
    }
}
