package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a request as the library takes them: a value per field, null for a field that is missing. */
final class InputRows {

    private InputRows() {}

    /**
     * One tensor of shape [rows, fields] with any name, or one tensor for each field, named like it, of shape [rows] or
     * [rows, 1]. NaN and, for a numeric field, the empty text are missing values.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request has neither
     */
    static @Nullable Object[][] of(InferenceRequest request, List<PmmlField> fields) {
        RequestInput first = request.inputs().get(0);
        if (request.inputs().size() == 1 && isMatrix(first, fields)) {
            return matrix(first, fields);
        }
        @Nullable Object[][] rows = new Object[rowCount(first)][fields.size()];
        requireKnown(request, fields);
        for (int column = 0; column < fields.size(); column++) {
            RequestInput input = request.input(fields.get(column).name());
            if (rowCount(input) != rows.length) {
                throw new InferenceException("input '" + input.name() + "': " + rowCount(input) + " rows (expected: "
                        + rows.length + " as in '" + first.name() + "')");
            }
            fill(rows, column, fields.get(column), new Values(input, numbers(input.tensor()), 0, 1));
        }
        return rows;
    }

    /**
     * As {@link #of}, of fields that are all numbers: the values row by row, NaN where one is missing. A fraction is
     * cut off where the field is of whole numbers.
     */
    static double[] numbers(InferenceRequest request, List<PmmlField> fields) {
        RequestInput first = request.inputs().get(0);
        boolean plain = fields.stream().allMatch(field -> field.type() == DataType.FP64)
                && first.tensor().dataType() != DataType.BYTES;
        if (plain && request.inputs().size() == 1 && isMatrix(first, fields)) {
            requireMatrix(first, fields);
            return first.tensor().toDoubles();
        }
        @Nullable Object[][] rows = of(request, fields);
        double[] numbers = new double[Math.multiplyExact(rows.length, fields.size())];
        for (int i = 0; i < numbers.length; i++) {
            @Nullable Object value = rows[i / fields.size()][i % fields.size()];
            numbers[i] = value instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return numbers;
    }

    private static boolean isMatrix(RequestInput input, List<PmmlField> fields) {
        return fields.size() != 1
                || !fields.get(0).name().equals(input.name())
                || input.tensor().shape().rank() == 2;
    }

    private static void requireMatrix(RequestInput input, List<PmmlField> fields) {
        Shape shape = input.tensor().shape();
        if (shape.rank() != 2 || shape.dimension(1) != fields.size()) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape + " (expected: [rows, "
                    + fields.size() + "] with the fields " + names(fields) + ", or one tensor for each of them)");
        }
        count(input);
    }

    private static @Nullable Object[][] matrix(RequestInput input, List<PmmlField> fields) {
        requireMatrix(input, fields);
        @Nullable Object[][] rows = new Object[count(input)][fields.size()];
        double[] numbers = numbers(input.tensor());
        for (int column = 0; column < fields.size(); column++) {
            fill(rows, column, fields.get(column), new Values(input, numbers, column, fields.size()));
        }
        return rows;
    }

    private static void requireKnown(InferenceRequest request, List<PmmlField> fields) {
        for (RequestInput input : request.inputs()) {
            if (!names(fields).contains(input.name())) {
                throw new InferenceException(
                        "input '" + input.name() + "' is no field of this model (expected: " + names(fields) + ")");
            }
        }
    }

    private static List<String> names(List<PmmlField> fields) {
        return fields.stream().map(PmmlField::name).toList();
    }

    private static int rowCount(RequestInput input) {
        Shape shape = input.tensor().shape();
        if (shape.rank() != 1 && (shape.rank() != 2 || shape.dimension(1) != 1)) {
            throw new InferenceException("input '" + input.name() + "': shape " + shape
                    + " (expected: [rows] or [rows, 1] for a single field)");
        }
        return count(input);
    }

    private static int count(RequestInput input) {
        long count = input.tensor().shape().dimension(0);
        if (count > Integer.MAX_VALUE) {
            throw new InferenceException(
                    "input '" + input.name() + "': " + count + " rows (expected: fewer than 2^31)");
        }
        return (int) count;
    }

    /** The elements as numbers; none of texts. */
    private static double[] numbers(Tensor tensor) {
        return tensor.dataType() == DataType.BYTES ? new double[0] : tensor.toDoubles();
    }

    private static void fill(@Nullable Object[][] rows, int column, PmmlField field, Values values) {
        for (int row = 0; row < rows.length; row++) {
            rows[row][column] = values.at(row, field);
        }
    }

    /** One column of a tensor. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Values(RequestInput input, double[] numbers, int offset, int stride) {

        @Nullable
        Object at(int row, PmmlField field) {
            int at = row * stride + offset;
            return input.tensor().dataType() == DataType.BYTES
                    ? text(field, input.tensor().string(at))
                    : number(field, numbers[at]);
        }

        private @Nullable Object number(PmmlField field, double value) {
            if (Double.isNaN(value)) {
                return null;
            }
            return switch (field.type()) {
                case FP64 -> (Object) value;
                case INT64 -> (Object) (long) value;
                case BOOL -> (Object) (value != 0);
                default ->
                    throw new InferenceException("input '" + input.name() + "': datatype "
                            + input.tensor().dataType() + " (expected: BYTES for the field '" + field.name() + "')");
            };
        }

        private @Nullable Object text(PmmlField field, String text) {
            try {
                return switch (field.type()) {
                    case BYTES -> text;
                    case BOOL -> (Object) Boolean.parseBoolean(text);
                    default -> text.isEmpty() ? null : number(field, Double.parseDouble(text));
                };
            } catch (NumberFormatException e) {
                throw new InferenceException("input '" + input.name() + "': '" + text
                        + "' (expected: a number for the field '" + field.name() + "')");
            }
        }
    }
}
