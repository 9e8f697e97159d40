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
                    case 'b' -> DataType.BOOL;
                    case 'i' -> integers(dtype.itemSize());
                    case 'u' -> DataType.of("UINT" + 8 * dtype.itemSize());
                    case 'f' -> dtype.itemSize() == 4 ? DataType.FP32 : DataType.FP64;
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
        Shape shape = Shape.of(indices.length, 1);
        if (type == DataType.BYTES) {
            List<byte[]> texts = new ArrayList<>(indices.length);
            for (int index : indices) {
                texts.add(String.valueOf(values.get(index)).getBytes(StandardCharsets.UTF_8));
            }
            return Tensor.ofBytes(texts, indices.length, 1);
        }
        ByteBuffer raw = ByteBuffer.allocate(indices.length * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int index : indices) {
            put(raw, values.get(index));
        }
        return Tensor.ofRaw(type, shape, raw.flip());
    }

    private void put(ByteBuffer raw, Object value) {
        switch (type) {
            case FP64 -> raw.putDouble(Py.number(value));
            case FP32 -> raw.putFloat((float) Py.number(value));
            default -> {
                long number = value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).longValue();
                switch (type.size()) {
                    case 1 -> raw.put((byte) number);
                    case 2 -> raw.putShort((short) number);
                    case 4 -> raw.putInt((int) number);
                    default -> raw.putLong(number);
                }
            }
        }
    }

    private static DataType integers(int size) {
        return DataType.of("INT" + 8 * size);
    }
}
