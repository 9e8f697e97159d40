package dev.inferport.runtime.catboost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the classes of a model are called.
 *
 * @param type INT64, FP64, BOOL or, for texts, BYTES
 * @param names as texts
 */
record ClassLabels(DataType type, List<String> names) {

    static ClassLabels of(ModelFacts facts, int count) throws InvalidCatBoostException {
        JsonNode parameters = Task.json(facts, "class_params");
        if (parameters.isEmpty()) {
            parameters = Task.json(facts, "multiclass_params");
        }
        JsonNode labels = parameters.path("class_names");
        if (labels.isEmpty()) {
            labels = parameters.path("class_to_label");
        }
        List<String> names = new ArrayList<>();
        labels.forEach(label -> names.add(label.asText()));
        if (names.isEmpty()) {
            IntStream.range(0, count).forEach(index -> names.add(Integer.toString(index)));
        }
        if (names.size() == 1 && count == 2) {
            // Trained on a single class, which is the answer whatever the raw value says.
            names.add(names.get(0));
        }
        if (names.size() != count) {
            throw new InvalidCatBoostException(names.size() + " class names (expected: " + count + ")");
        }
        return new ClassLabels(type(labels, parameters.path("class_label_type").asText()), List.copyOf(names));
    }

    /** @param declared what the targets were in training; files of before 0.20 don't say */
    private static DataType type(JsonNode labels, String declared) {
        boolean integers = !declared.equals("Float");
        boolean numbers = true;
        boolean booleans = declared.equals("Boolean");
        for (JsonNode label : labels) {
            integers &= label.canConvertToExactIntegral() && label.canConvertToLong();
            numbers &= label.isNumber();
            booleans &= label.isBoolean();
        }
        return integers ? DataType.INT64 : numbers ? DataType.FP64 : booleans ? DataType.BOOL : DataType.BYTES;
    }

    /** The names of these classes, one per row. */
    Tensor tensor(int[] classes) {
        return switch (type) {
            case INT64 ->
                Tensor.of(
                        Arrays.stream(classes)
                                .mapToLong(index -> (long) Double.parseDouble(names.get(index)))
                                .toArray(),
                        classes.length,
                        1);
            case FP64 ->
                Tensor.of(
                        Arrays.stream(classes)
                                .mapToDouble(index -> Double.parseDouble(names.get(index)))
                                .toArray(),
                        classes.length,
                        1);
            case BOOL -> {
                boolean[] values = new boolean[classes.length];
                for (int row = 0; row < values.length; row++) {
                    values[row] = names.get(classes[row]).equals("true");
                }
                yield Tensor.of(values, classes.length, 1);
            }
            default ->
                Tensor.ofStrings(Arrays.stream(classes).mapToObj(names::get).toList(), classes.length, 1);
        };
    }
}
