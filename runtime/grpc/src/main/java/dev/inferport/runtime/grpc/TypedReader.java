package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.wire.inference.InferTensorContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads typed elements into the raw form, in which models get them. */
final class TypedReader {

    private TypedReader() {}

    /**
     * A tensor of the elements in the one field that belongs to the datatype.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for another field, another number of elements than that of the
     *     shape, or an element that is out of the datatype's range
     */
    static Tensor read(DataType dataType, Shape shape, InferTensorContents contents) {
        ContentsField field = ContentsField.of(dataType)
                .orElseThrow(() -> new InferenceException("contents: no field for " + dataType + " (expected: "
                        + dataType + " in raw_input_contents only)"));
        requireNoOther(field, dataType, contents);
        int count = field.count(contents);
        if (count != shape.elementCount()) {
            throw new InferenceException(field + ": " + count + " elements (expected: " + shape.elementCount() + " for "
                    + dataType + " of shape " + shape + ")");
        }
        ByteBuffer raw = dataType == DataType.BYTES ? texts(contents) : numbers(dataType, contents, count);
        return Tensor.ofRaw(dataType, shape, raw);
    }

    private static void requireNoOther(ContentsField expected, DataType dataType, InferTensorContents contents) {
        for (ContentsField field : ContentsField.values()) {
            if (field != expected && field.count(contents) > 0) {
                throw new InferenceException(
                        "contents: " + field + " (expected: only " + expected + " for " + dataType + ")");
            }
        }
    }

    private static ByteBuffer numbers(DataType dataType, InferTensorContents contents, int count) {
        ByteBuffer raw = allocate((long) count * dataType.size());
        switch (dataType) {
            case BOOL -> bools(contents, raw, count);
            case INT8, INT16, INT32 -> ints(dataType, contents, raw, count);
            case UINT8, UINT16, UINT32 -> uints(dataType, contents, raw, count);
            case INT64 -> int64s(contents, raw, count);
            case UINT64 -> uint64s(contents, raw, count);
            case FP32 -> fp32s(contents, raw, count);
            case FP64 -> fp64s(contents, raw, count);
            default -> throw new IllegalArgumentException(dataType + " has no fixed size or no typed field");
        }
        return raw.flip();
    }

    private static void bools(InferTensorContents contents, ByteBuffer raw, int count) {
        for (int i = 0; i < count; i++) {
            raw.put((byte) (contents.getBoolContents(i) ? 1 : 0));
        }
    }

    private static void ints(DataType dataType, InferTensorContents contents, ByteBuffer raw, int count) {
        int unused = Integer.SIZE - dataType.size() * Byte.SIZE;
        for (int i = 0; i < count; i++) {
            int value = contents.getIntContents(i);
            if (value << unused >> unused != value) {
                throw outOfRange("int_contents", i, Integer.toString(value), dataType);
            }
            put(raw, value, dataType.size());
        }
    }

    private static void uints(DataType dataType, InferTensorContents contents, ByteBuffer raw, int count) {
        int unused = Integer.SIZE - dataType.size() * Byte.SIZE;
        for (int i = 0; i < count; i++) {
            int value = contents.getUintContents(i);
            if (value << unused >>> unused != value) {
                throw outOfRange("uint_contents", i, Integer.toUnsignedString(value), dataType);
            }
            put(raw, value, dataType.size());
        }
    }

    private static void put(ByteBuffer raw, int value, int size) {
        switch (size) {
            case Byte.BYTES -> raw.put((byte) value);
            case Short.BYTES -> raw.putShort((short) value);
            default -> raw.putInt(value);
        }
    }

    private static void int64s(InferTensorContents contents, ByteBuffer raw, int count) {
        for (int i = 0; i < count; i++) {
            raw.putLong(contents.getInt64Contents(i));
        }
    }

    private static void uint64s(InferTensorContents contents, ByteBuffer raw, int count) {
        for (int i = 0; i < count; i++) {
            raw.putLong(contents.getUint64Contents(i));
        }
    }

    private static void fp32s(InferTensorContents contents, ByteBuffer raw, int count) {
        for (int i = 0; i < count; i++) {
            raw.putFloat(contents.getFp32Contents(i));
        }
    }

    private static void fp64s(InferTensorContents contents, ByteBuffer raw, int count) {
        for (int i = 0; i < count; i++) {
            raw.putDouble(contents.getFp64Contents(i));
        }
    }

    private static ByteBuffer texts(InferTensorContents contents) {
        long size = 0;
        for (ByteString element : contents.getBytesContentsList()) {
            size += Integer.BYTES + (long) element.size();
        }
        ByteBuffer raw = allocate(size);
        for (ByteString element : contents.getBytesContentsList()) {
            raw.putInt(element.size());
            element.copyTo(raw);
        }
        return raw.flip();
    }

    private static ByteBuffer allocate(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new InferenceException("contents: " + bytes + " bytes (expected: less than 2 GiB in one tensor)");
        }
        return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static InferenceException outOfRange(String field, int index, String value, DataType dataType) {
        return new InferenceException(field + "[" + index + "]: " + value + " (expected: within " + dataType + ")");
    }
}
