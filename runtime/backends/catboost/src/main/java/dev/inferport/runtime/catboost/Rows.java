package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The rows of a request, each split into its numbers and its categories, in the order of their columns.
 *
 * @param numbers not to be changed; one array per row
 * @param categories not to be changed; one array per row, none where the model has no categories
 */
@SuppressWarnings("ArrayRecordComponent") // handed on within one request, never compared
record Rows(int count, float[][] numbers, String[][] categories) {

    private static Rows of(int count, ModelFacts facts) {
        int texts = facts.count(true);
        String[][] categories = texts == 0 ? new String[0][] : new String[count][texts];
        return new Rows(count, new float[count][facts.features().size() - texts], categories);
    }

    /**
     * The rows of a request: one tensor of shape [rows, features] with any name, or one tensor for each feature, named
     * like it, of shape [rows] or [rows, 1]. As in the library, the columns of a model that was trained without names
     * may have any, and are taken in their order.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request has neither
     */
    static Rows of(InferenceRequest request, ModelFacts facts) {
        List<Feature> features = facts.features();
        if (request.inputs().size() == 1) {
            return matrix(request.singleInput(), facts);
        }
        Rows rows = of(rowCount(request.inputs().get(0)), facts);
        boolean inOrder =
                !facts.isNamed() && request.inputs().size() == features.size() && !areKnown(request, features);
        if (!inOrder) {
            requireKnown(request, features);
        }
        for (Feature feature : features) {
            RequestInput input = inOrder ? request.inputs().get(feature.column()) : request.input(feature.label());
            if (rowCount(input) != rows.count()) {
                throw new InferenceException("input '" + input.name() + "': " + rowCount(input) + " rows (expected: "
                        + rows.count() + " as in '" + request.inputs().get(0).name() + "')");
            }
            rows.fill(new Column(input, floats(input.tensor()), 0, 1), feature);
        }
        return rows;
    }

    private static Rows matrix(RequestInput input, ModelFacts facts) {
        Shape shape = input.tensor().shape();
        int columns = facts.features().size();
        if (shape.rank() != 2 || shape.dimension(1) != columns) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape + " (expected: [rows, "
                    + columns + "], the model has " + columns + " features)");
        }
        Rows rows = of(count(input, shape), facts);
        if (input.tensor().dataType() == DataType.FP32 && facts.count(true) == 0) {
            rows.fill(input.tensor().floats());
            return rows;
        }
        float[] floats = floats(input.tensor());
        for (Feature feature : facts.features()) {
            rows.fill(new Column(input, floats, feature.column(), columns), feature);
        }
        return rows;
    }

    /** Where all columns are numbers, they are in the order of the features. */
    private void fill(FloatBuffer values) {
        for (float[] row : numbers) {
            values.get(row);
        }
    }

    private static int rowCount(RequestInput input) {
        Shape shape = input.tensor().shape();
        if (shape.rank() != 1 && (shape.rank() != 2 || shape.dimension(1) != 1)) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape
                    + " (expected: [rows] or [rows, 1] for one of several inputs)");
        }
        return count(input, shape);
    }

    private static int count(RequestInput input, Shape shape) {
        if (shape.dimension(0) > Integer.MAX_VALUE) {
            throw new InferenceException(
                    "input '" + input.name() + "': " + shape.dimension(0) + " rows (expected: fewer than 2^31)");
        }
        return (int) shape.dimension(0);
    }

    private static boolean areKnown(InferenceRequest request, List<Feature> features) {
        List<String> names = features.stream().map(Feature::label).toList();
        return request.inputs().stream().allMatch(input -> names.contains(input.name()));
    }

    private static void requireKnown(InferenceRequest request, List<Feature> features) {
        List<String> names = features.stream().map(Feature::label).toList();
        for (RequestInput input : request.inputs()) {
            if (!names.contains(input.name())) {
                throw new InferenceException("input '" + input.name() + "' is no feature of this model (expected: one"
                        + " tensor [rows, " + features.size() + "], or one for each of " + names + ")");
            }
        }
    }

    /** The numbers as floats; empty for texts. */
    private static float[] floats(Tensor tensor) {
        return tensor.dataType() == DataType.BYTES ? new float[0] : tensor.toFloats();
    }

    private void fill(Column column, Feature feature) {
        if (feature.categorical()) {
            column.requireCategories(feature);
        }
        for (int row = 0; row < count; row++) {
            if (feature.categorical()) {
                categories[row][feature.index()] = column.category(row);
            } else {
                numbers[row][feature.index()] = column.number(row, feature);
            }
        }
    }

    /** One column of a tensor. */
    private static final class Column {

        private final RequestInput input;
        private final Tensor tensor;
        private final int offset;
        private final int stride;

        private final float[] floats;

        Column(RequestInput input, float[] floats, int offset, int stride) {
            this.input = input;
            this.tensor = input.tensor();
            this.offset = offset;
            this.stride = stride;
            this.floats = floats;
        }

        /** A fraction has no single spelling, and a category is found by its spelling. */
        void requireCategories(Feature feature) {
            switch (tensor.dataType()) {
                case FP16, BF16, FP32, FP64 ->
                    throw new InferenceException("input '" + input.name() + "': datatype " + tensor.dataType()
                            + " (expected: BYTES or integers, '" + feature.label() + "' is a categorical feature)");
                default -> {
                    // Texts, and numbers with one spelling.
                }
            }
        }

        String category(int row) {
            int at = row * stride + offset;
            return switch (tensor.dataType()) {
                case BYTES -> tensor.string(at);
                case INT64 -> Long.toString(tensor.longs().get(at));
                case UINT64 -> Long.toUnsignedString(tensor.longs().get(at));
                case INT32 -> Integer.toString(tensor.ints().get(at));
                case UINT32 -> Integer.toUnsignedString(tensor.ints().get(at));
                default -> Integer.toString((int) floats[at]);
            };
        }

        float number(int row, Feature feature) {
            int at = row * stride + offset;
            if (tensor.dataType() != DataType.BYTES) {
                return floats[at];
            }
            String text = tensor.string(at);
            try {
                return text.isEmpty() ? Float.NaN : Float.parseFloat(text);
            } catch (NumberFormatException e) {
                throw new InferenceException("input '" + input.name() + "': '" + text + "' in row " + row
                        + " (expected: a number, '" + feature.label() + "' is a numeric feature)");
            }
        }
    }
}
