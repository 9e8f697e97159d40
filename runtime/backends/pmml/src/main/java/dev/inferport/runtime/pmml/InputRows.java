package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a request as the library takes them: a value per field, none for a field that is missing. */
final class InputRows {

    private InputRows() {}

    /**
     * One tensor of shape [rows, fields] with any name, or one tensor for each field, named like it, of shape [rows] or
     * [rows, 1]. NaN and, for a numeric field, the empty text are missing values.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request has neither
     */
    static List<Map<String, Object>> of(InferenceRequest request, List<PmmlField> fields) {
        RequestInput first = request.inputs().get(0);
        if (request.inputs().size() == 1 && isMatrix(first, fields)) {
            return matrix(first, fields);
        }
        List<Map<String, Object>> rows = emptyRows(rowCount(first));
        requireKnown(request, fields);
        for (PmmlField field : fields) {
            RequestInput input = request.input(field.name());
            if (rowCount(input) != rows.size()) {
                throw new InferenceException("input '" + input.name() + "': " + rowCount(input) + " rows (expected: "
                        + rows.size() + " as in '" + first.name() + "')");
            }
            fill(rows, input, field, 0, 1);
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
        List<Map<String, Object>> rows = of(request, fields);
        double[] numbers = new double[Math.multiplyExact(rows.size(), fields.size())];
        for (int i = 0; i < numbers.length; i++) {
            Object value = rows.get(i / fields.size())
                    .get(fields.get(i % fields.size()).name());
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

    private static List<Map<String, Object>> matrix(RequestInput input, List<PmmlField> fields) {
        requireMatrix(input, fields);
        List<Map<String, Object>> rows = emptyRows(count(input));
        for (int column = 0; column < fields.size(); column++) {
            fill(rows, input, fields.get(column), column, fields.size());
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

    private static List<Map<String, Object>> emptyRows(int count) {
        List<Map<String, Object>> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(new HashMap<>());
        }
        return rows;
    }

    private static void fill(
            List<Map<String, Object>> rows, RequestInput input, PmmlField field, int offset, int stride) {
        Tensor tensor = input.tensor();
        double[] numbers = tensor.dataType() == DataType.BYTES ? new double[0] : tensor.toDoubles();
        for (int row = 0; row < rows.size(); row++) {
            int at = row * stride + offset;
            if (tensor.dataType() == DataType.BYTES) {
                putText(rows.get(row), input, field, tensor.string(at));
            } else {
                putNumber(rows.get(row), input, field, numbers[at]);
            }
        }
    }

    private static void putNumber(Map<String, Object> row, RequestInput input, PmmlField field, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        switch (field.type()) {
            case FP64 -> row.put(field.name(), value);
            case INT64 -> row.put(field.name(), (long) value);
            case BOOL -> row.put(field.name(), value != 0);
            default ->
                throw new InferenceException("input '" + input.name() + "': datatype "
                        + input.tensor().dataType() + " (expected: BYTES for the field '" + field.name() + "')");
        }
    }

    private static void putText(Map<String, Object> row, RequestInput input, PmmlField field, String text) {
        try {
            switch (field.type()) {
                case BYTES -> row.put(field.name(), text);
                case BOOL -> row.put(field.name(), Boolean.parseBoolean(text));
                default -> {
                    if (!text.isEmpty()) {
                        putNumber(row, input, field, Double.parseDouble(text));
                    }
                }
            }
        } catch (NumberFormatException e) {
            throw new InferenceException("input '" + input.name() + "': '" + text
                    + "' (expected: a number for the field '" + field.name() + "')");
        }
    }
}
