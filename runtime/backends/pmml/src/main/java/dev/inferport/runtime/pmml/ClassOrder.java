package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pmml4s.data.DataVal;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/**
 * The classes of a model, and which of them the library takes where several are equally probable: the first in the
 * order of its own map.
 *
 * @param places in that order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record ClassOrder(List<Object> labels, int[] places) {

    @SuppressWarnings("unchecked") // an empty map is one of any type
    static ClassOrder of(DataVal[] classes) {
        Map<DataVal, Integer> order = Map$.MODULE$.empty();
        for (int place = 0; place < classes.length; place++) {
            order = order.updated(classes[place], place);
        }
        int[] places = new int[classes.length];
        var values = order.valuesIterator();
        for (int i = 0; values.hasNext(); i++) {
            places[i] = values.next();
        }
        return new ClassOrder(Arrays.stream(classes).map(DataVal::toVal).toList(), places);
    }

    boolean isEmpty() {
        return labels.isEmpty();
    }

    /** The place of the most probable class of a row. */
    int largest(double[] probabilities, int start) {
        int largest = places[0];
        for (int place : places) {
            // As the library compares: NaN is above all numbers.
            if (Double.compare(probabilities[start + place], probabilities[start + largest]) > 0) {
                largest = place;
            }
        }
        return largest;
    }

    /**
     * The most probable classes of rows, [rows, 1] in the datatype of the output.
     *
     * @param needsProbabilities whether a row without probabilities has no class: then it has what the library gives
     *     for none
     */
    Tensor tensor(DataType type, double[] probabilities, boolean needsProbabilities) {
        List<Object> found = new ArrayList<>(probabilities.length / labels.size());
        for (int start = 0; start < probabilities.length; start += labels.size()) {
            boolean none = needsProbabilities && Double.isNaN(probabilities[start]);
            found.add(none ? none(type) : labels.get(largest(probabilities, start)));
        }
        return switch (type) {
            case INT64 ->
                Tensor.of(
                        found.stream()
                                .mapToLong(label -> ((Number) label).longValue())
                                .toArray(),
                        found.size(),
                        1);
            case FP64 ->
                Tensor.of(
                        found.stream()
                                .mapToDouble(label -> ((Number) label).doubleValue())
                                .toArray(),
                        found.size(),
                        1);
            default -> Tensor.ofStrings(found.stream().map(Object::toString).toList(), found.size(), 1);
        };
    }

    private static Object none(DataType type) {
        return switch (type) {
            case INT64 -> Long.MIN_VALUE;
            case FP64 -> Double.NaN;
            default -> "";
        };
    }
}
