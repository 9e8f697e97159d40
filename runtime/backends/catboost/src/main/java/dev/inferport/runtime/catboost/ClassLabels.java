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
 * @param type INT64, FP64 or, for texts, BYTES
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
        if (names.size() != count) {
            throw new InvalidCatBoostException(names.size() + " class names (expected: " + count + ")");
        }
        return new ClassLabels(type(labels), List.copyOf(names));
    }

    private static DataType type(JsonNode labels) {
        boolean integers = true;
        boolean numbers = true;
        for (JsonNode label : labels) {
            integers &= label.canConvertToExactIntegral() && label.canConvertToLong();
            numbers &= label.isNumber();
        }
        return integers ? DataType.INT64 : numbers ? DataType.FP64 : DataType.BYTES;
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
            default ->
                Tensor.ofStrings(Arrays.stream(classes).mapToObj(names::get).toList(), classes.length, 1);
        };
    }
}
