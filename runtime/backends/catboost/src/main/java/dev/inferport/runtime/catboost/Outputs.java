package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The outputs of one request, made of the library's raw values as its Python interface makes them.
 *
 * @param raw not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within one request, never compared
record Outputs(Task task, double[] raw, int rows, int dimension) {

    static final String PREDICT = "predict";
    static final String PREDICT_PROBA = "predict_proba";

    /**
     * The output that a request gets for this name: MLServer answers to every name with {@code predict}.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for probabilities of a model without classes
     */
    static String named(String name, Task task) {
        if (!name.equals(PREDICT_PROBA)) {
            return PREDICT;
        }
        if (!task.isClassifier()) {
            throw new InferenceException(
                    "this model does not support 'predict_proba': only classifiers do (expected: 'predict')");
        }
        return name;
    }

    /** What the model's outputs look like, for any number of rows. */
    static List<TensorMetadata> describe(Task task, int dimension) {
        Outputs none = new Outputs(task, new double[0], 0, dimension);
        return (task.isClassifier() ? List.of(PREDICT, PREDICT_PROBA) : List.of(PREDICT))
                .stream()
                        .map(name -> {
                            Tensor tensor = none.tensor(name);
                            Shape shape = Shape.of(Shape.ANY, tensor.shape().dimension(1));
                            return new TensorMetadata(name, tensor.dataType(), shape);
                        })
                        .toList();
    }

    Tensor tensor(String name) {
        return name.equals(PREDICT_PROBA) ? probabilities() : predictions();
    }

    private Tensor predictions() {
        return switch (task.kind()) {
            case NUMBERS -> Tensor.of(raw, rows, dimension);
            case EXPONENTS -> Tensor.of(map(Math::exp), rows, dimension);
            case MEAN_AND_VARIANCE -> Tensor.of(variances(), rows, dimension);
            case SEVERAL_LABELS -> labels();
            case TWO_CLASSES, CLASSES, ONE_VERSUS_ALL ->
                task.labels().orElseThrow().tensor(classes());
        };
    }

    private Tensor probabilities() {
        return switch (task.kind()) {
            case TWO_CLASSES -> both();
            case CLASSES -> softmax();
            default -> Tensor.of(map(Outputs::sigmoid), rows, dimension);
        };
    }

    private int[] classes() {
        int[] classes = new int[rows];
        for (int row = 0; row < rows; row++) {
            classes[row] = dimension == 1 ? (raw[row] > task.threshold() ? 1 : 0) : largest(row);
        }
        return classes;
    }

    private int largest(int row) {
        int largest = 0;
        for (int i = 1; i < dimension; i++) {
            if (raw[row * dimension + i] > raw[row * dimension + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private Tensor labels() {
        long[] labels = new long[raw.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = raw[i] > task.threshold() ? 1 : 0;
        }
        return Tensor.of(labels, rows, dimension);
    }

    private Tensor both() {
        double[] both = new double[2 * rows];
        for (int row = 0; row < rows; row++) {
            both[2 * row] = sigmoid(-raw[row]);
            both[2 * row + 1] = sigmoid(raw[row]);
        }
        return Tensor.of(both, rows, 2);
    }

    private Tensor softmax() {
        double[] shares = new double[raw.length];
        for (int row = 0; row < rows; row++) {
            int start = row * dimension;
            double most = raw[start + largest(row)];
            double sum = 0;
            for (int i = start; i < start + dimension; i++) {
                shares[i] = Math.exp(raw[i] - most);
                sum += shares[i];
            }
            for (int i = start; i < start + dimension; i++) {
                shares[i] /= sum;
            }
        }
        return Tensor.of(shares, rows, dimension);
    }

    /** The second value of a row is half the logarithm of the variance. */
    private double[] variances() {
        double[] values = raw.clone();
        for (int i = 1; i < values.length; i += 2) {
            values[i] = Math.exp(2 * values[i]);
        }
        return values;
    }

    private double[] map(DoubleUnaryOperator function) {
        return Arrays.stream(raw).map(function).toArray();
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
