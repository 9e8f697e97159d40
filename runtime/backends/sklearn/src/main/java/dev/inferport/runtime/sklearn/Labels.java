package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The classes of a classifier, as they go into a tensor: numbers of some datatype, or texts. Immutable. */
final class Labels {

    private final DataType type;
    private final List<Object> values;

    private Labels(DataType type, List<Object> values) {
        this.type = type;
        this.values = values;
    }

    /** The values of an array such as {@code classes_}. */
    static Labels of(NdArray array) {
        List<Object> items = array.items().stream().map(Py::scalar).toList();
        DType dtype = array.type();
        DataType type =
                switch (dtype.kind()) {
                    case 'b', 'i', 'u', 'f' -> NumberType.of(dtype);
                    default -> items.stream().allMatch(Long.class::isInstance) ? DataType.INT64 : DataType.BYTES;
                };
        return new Labels(type, items);
    }

    /** 0 to before {@code count}, as INT32 or INT64. */
    static Labels range(int count, DataType type) {
        List<Object> values = new ArrayList<>(count);
        for (long i = 0; i < count; i++) {
            values.add(i);
        }
        return new Labels(type, values);
    }

    /** These numbers, as INT64. */
    static Labels ofNumbers(long... numbers) {
        List<Object> values = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            values.add(number);
        }
        return new Labels(DataType.INT64, values);
    }

    /** The same in double precision; texts stay texts. */
    Labels asDoubles() {
        return type == DataType.BYTES ? this : new Labels(DataType.FP64, values);
    }

    DataType type() {
        return type;
    }

    int count() {
        return values.size();
    }

    Object value(int index) {
        return values.get(index);
    }

    double number(int index) {
        return Py.number(values.get(index));
    }

    /** A tensor of shape [n, 1] with the label at each of these places. */
    Tensor select(int[] indices) {
        return table(List.of(new ClassPrediction(this, indices)));
    }

    /** A tensor of shape [n, predictions], in the datatype of the first ones. */
    static Tensor table(List<ClassPrediction> predictions) {
        Labels first = predictions.get(0).labels();
        int rows = predictions.get(0).rows();
        List<Object> cells = new ArrayList<>(rows * predictions.size());
        for (int row = 0; row < rows; row++) {
            for (ClassPrediction prediction : predictions) {
                cells.add(prediction.labels().value(prediction.indices()[row]));
            }
        }
        return first.tensor(cells, rows, predictions.size());
    }

    private Tensor tensor(List<Object> cells, int rows, int columns) {
        if (type == DataType.BYTES) {
            List<byte[]> texts = cells.stream()
                    .map(cell -> String.valueOf(cell).getBytes(StandardCharsets.UTF_8))
                    .toList();
            return Tensor.ofBytes(texts, rows, columns);
        }
        ByteBuffer raw = ByteBuffer.allocate(cells.size() * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        cells.forEach(cell -> put(raw, cell));
        return Tensor.ofRaw(type, Shape.of(rows, columns), raw.flip());
    }

    private void put(ByteBuffer raw, Object value) {
        if (value instanceof Long number && type != DataType.FP64 && type != DataType.FP32) {
            NumberType.put(raw, type.size(), number);
        } else {
            NumberType.put(raw, type, Py.number(value));
        }
    }
}
