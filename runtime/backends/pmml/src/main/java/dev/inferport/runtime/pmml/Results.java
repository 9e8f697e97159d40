package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.StructType;
import org.pmml4s.data.Series;

/** What the library gave for rows, output by output. Confined to one thread. */
final class Results {

    private final List<PmmlField> outputs;
    private final @Nullable Object[][] columns;
    private final int[] places;
    private @Nullable StructType schema;

    Results(List<PmmlField> outputs, int rows) {
        this.outputs = outputs;
        this.columns = new Object[outputs.size()][rows];
        this.places = new int[columns.length];
    }

    void put(int row, Series result) {
        find(result.schema());
        for (int i = 0; i < columns.length; i++) {
            columns[i][row] = places[i] < 0 ? null : result.get(places[i]).toVal();
        }
    }

    @SuppressWarnings("ReferenceEquality") // one model gives one and the same
    private void find(StructType found) {
        if (schema != found) {
            schema = found;
            List<String> names = Arrays.asList(found.fieldNames());
            Arrays.setAll(places, i -> names.indexOf(outputs.get(i).name()));
        }
    }

    /** [rows, 1] for each output; what the library didn't give is NaN, 0 or the empty text. */
    List<Tensor> tensors() {
        return IntStream.range(0, columns.length)
                .mapToObj(i -> tensor(outputs.get(i), columns[i]))
                .toList();
    }

    private static Tensor tensor(PmmlField field, @Nullable Object[] values) {
        return switch (field.type()) {
            case FP64 ->
                Tensor.of(
                        Arrays.stream(values)
                                .mapToDouble(
                                        value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                                .toArray(),
                        values.length,
                        1);
            case INT64 ->
                Tensor.of(
                        Arrays.stream(values)
                                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                                .toArray(),
                        values.length,
                        1);
            default ->
                Tensor.ofStrings(
                        Arrays.stream(values)
                                .map(value -> value == null ? "" : value.toString())
                                .toList(),
                        values.length,
                        1);
        };
    }
}
