package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The labels of a classifier's classes: numbers or texts.
 *
 * @param dataType INT64 or BYTES
 * @param labels {@code Long}s or {@code String}s
 */
record ClassLabels(DataType dataType, List<Object> labels) {

    ClassLabels {
        labels = List.copyOf(labels);
    }

    /** The labels in a node's attributes, or empty where it has none, or both kinds. */
    static Optional<ClassLabels> of(NodeAttributes attributes) {
        List<String> texts = attributes.texts("classlabels_strings");
        long[] numbers = attributes.numbers("classlabels_int64s");
        if (texts.isEmpty() == (numbers.length == 0)) {
            return Optional.empty();
        }
        return Optional.of(
                texts.isEmpty()
                        ? new ClassLabels(
                                DataType.INT64,
                                LongStream.of(numbers)
                                        .mapToObj(number -> (Object) number)
                                        .toList())
                        : new ClassLabels(DataType.BYTES, List.copyOf(texts)));
    }

    int count() {
        return labels.size();
    }

    /** The labels of some classes, of shape [classes]. */
    Tensor tensor(List<Integer> classes) {
        if (dataType == DataType.BYTES) {
            return Tensor.ofStrings(
                    classes.stream().map(one -> (String) labels.get(one)).toList(), classes.size());
        }
        return Tensor.of(
                classes.stream().mapToLong(one -> (Long) labels.get(one)).toArray(), classes.size());
    }

    /** The places of the labels in ascending order of them. */
    int[] ascending() {
        Comparator<Object> order = dataType == DataType.BYTES
                ? Comparator.comparing(String.class::cast)
                : Comparator.comparing(Long.class::cast);
        return IntStream.range(0, count())
                .boxed()
                .sorted((a, b) -> order.compare(labels.get(a), labels.get(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The parameter that tells which column of a matrix belongs to which label. */
    Parameters keys() {
        return MapRows.keys(IntStream.of(ascending()).mapToObj(labels::get).toList());
    }

    /** The bytes of the labels, about. */
    long sizeInBytes() {
        return labels.stream()
                .mapToLong(label -> label instanceof String text ? 56L + text.length() : 24L)
                .sum();
    }
}
