package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A datatype, a shape, and the elements in row-major order, little-endian, without padding: the raw form of the V2
 * protocol. The typed accessors are views over those bytes, not copies; {@code toFloats()} and {@code toDoubles()} copy
 * and convert.
 *
 * <p>Immutable, and safe for any number of threads: each view has a position of its own, and none can be written to.
 * The bytes may be those that came from the socket.
 */
public final class Tensor {

    /** Of a short text in a list. */
    private static final int BYTES_PER_TEXT = 64;

    private final DataType dataType;
    private final Shape shape;
    private final ByteBuffer data;
    private final BytesElements elements;

    private Tensor(DataType dataType, Shape shape, ByteBuffer data, BytesElements elements) {
        this.dataType = dataType;
        this.shape = shape;
        this.data = data;
        this.elements = elements;
    }

    /**
     * A tensor over these bytes, without a copy: from the buffer's position to its limit, which must not change any
     * more.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the number of bytes does not fit datatype and shape, or a
     *     {@link DataType#BYTES} element reaches beyond the end
     */
    public static Tensor ofRaw(DataType dataType, Shape shape, ByteBuffer raw) {
        ByteBuffer data = raw.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long count = shape.elementCount();
        if (!dataType.isFixedSize()) {
            return new Tensor(dataType, shape, data, BytesElements.index(data, count, shape));
        }
        if (count > Integer.MAX_VALUE / dataType.size() || count * dataType.size() != data.limit()) {
            throw new InferenceException("raw data: " + data.limit() + " bytes (expected: " + count + " x "
                    + dataType.size() + " for " + dataType + " of shape " + shape + ")");
        }
        return new Tensor(dataType, shape, data, BytesElements.NONE);
    }

    /** An FP32 tensor with a copy of these values. */
    public static Tensor of(float[] values, long... shape) {
        ByteBuffer raw = allocate(values.length, DataType.FP32);
        raw.asFloatBuffer().put(values);
        return filled(DataType.FP32, shape, raw, values.length);
    }

    /** An FP64 tensor with a copy of these values. */
    public static Tensor of(double[] values, long... shape) {
        ByteBuffer raw = allocate(values.length, DataType.FP64);
        raw.asDoubleBuffer().put(values);
        return filled(DataType.FP64, shape, raw, values.length);
    }

    /** An INT64 tensor with a copy of these values. */
    public static Tensor of(long[] values, long... shape) {
        ByteBuffer raw = allocate(values.length, DataType.INT64);
        raw.asLongBuffer().put(values);
        return filled(DataType.INT64, shape, raw, values.length);
    }

    /** An INT32 tensor with a copy of these values. */
    public static Tensor of(int[] values, long... shape) {
        ByteBuffer raw = allocate(values.length, DataType.INT32);
        raw.asIntBuffer().put(values);
        return filled(DataType.INT32, shape, raw, values.length);
    }

    /** A BOOL tensor with a copy of these values. */
    public static Tensor of(boolean[] values, long... shape) {
        ByteBuffer raw = allocate(values.length, DataType.BOOL);
        for (int i = 0; i < values.length; i++) {
            raw.put(i, (byte) (values[i] ? 1 : 0));
        }
        return filled(DataType.BOOL, shape, raw, values.length);
    }

    /** A BYTES tensor whose elements are these texts in UTF-8. */
    public static Tensor ofStrings(List<String> values, long... shape) {
        return ofBytes(
                values.stream()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                shape);
    }

    /** A BYTES tensor with a copy of these elements. */
    public static Tensor ofBytes(List<byte[]> values, long... shape) {
        Shape concrete = Shape.of(shape);
        requireCount(DataType.BYTES, concrete, values.size());
        ByteBuffer raw = BytesElements.pack(values);
        return ofRaw(DataType.BYTES, concrete, raw);
    }

    public DataType dataType() {
        return dataType;
    }

    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int elementCount() {
        return dataType.isFixedSize() ? data.limit() / dataType.size() : elements.count();
    }

    /** The raw form: read-only, little-endian, from position 0 to the limit. */
    public ByteBuffer raw() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A view of FP32 elements.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for another datatype; so do the other typed views
     */
    public FloatBuffer floats() {
        require(dataType == DataType.FP32, "FP32");
        return raw().asFloatBuffer();
    }

    /** A view of FP64 elements. */
    public DoubleBuffer doubles() {
        require(dataType == DataType.FP64, "FP64");
        return raw().asDoubleBuffer();
    }

    /** A view of INT64 elements, or of UINT64 elements, which are to be read as unsigned. */
    public LongBuffer longs() {
        require(dataType == DataType.INT64 || dataType == DataType.UINT64, "INT64 or UINT64");
        return raw().asLongBuffer();
    }

    /** A view of INT32 elements, or of UINT32 elements, which are to be read as unsigned. */
    public IntBuffer ints() {
        require(dataType == DataType.INT32 || dataType == DataType.UINT32, "INT32 or UINT32");
        return raw().asIntBuffer();
    }

    /** A view of INT16 or UINT16 elements, or of the bits of FP16 or BF16 elements. */
    public ShortBuffer shorts() {
        require(dataType.size() == 2, "INT16, UINT16, FP16 or BF16");
        return raw().asShortBuffer();
    }

    /** A view of BOOL (0 or 1), INT8 or UINT8 elements. */
    public ByteBuffer bytes() {
        require(dataType.size() == 1, "BOOL, INT8 or UINT8");
        return raw();
    }

    /** A view of one BYTES element. */
    public ByteBuffer element(int index) {
        require(dataType == DataType.BYTES, "BYTES");
        return elements.slice(data, index);
    }

    /** One BYTES element as text in UTF-8. */
    public String string(int index) {
        return StandardCharsets.UTF_8.decode(element(index)).toString();
    }

    /** All BYTES elements as texts in UTF-8. */
    public List<String> strings() {
        HeapRoom.requireForRequest((long) BYTES_PER_TEXT * elementCount() + 2L * data.limit());
        return IntStream.range(0, elementCount()).mapToObj(this::string).toList();
    }

    /**
     * A copy of the elements as floats; of a wider type the nearest float, of BOOL 0 or 1.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for BYTES
     */
    public float[] toFloats() {
        HeapRoom.requireForRequest((long) Float.BYTES * elementCount());
        float[] floats = new float[elementCount()];
        if (dataType == DataType.FP32) {
            floats().get(floats);
            return floats;
        }
        NumberReader reader = NumberReader.of(this);
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) reader.get(i);
        }
        return floats;
    }

    /**
     * A copy of the elements as doubles; of a 64-bit integer the nearest double, of BOOL 0 or 1.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for BYTES
     */
    public double[] toDoubles() {
        HeapRoom.requireForRequest((long) Double.BYTES * elementCount());
        double[] doubles = new double[elementCount()];
        if (dataType == DataType.FP64) {
            doubles().get(doubles);
            return doubles;
        }
        NumberReader reader = NumberReader.of(this);
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = reader.get(i);
        }
        return doubles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && dataType == that.dataType
                && shape.equals(that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + data.hashCode();
    }

    /** Datatype and shape; never the elements, which may be large or private. */
    @Override
    public String toString() {
        return dataType + shape.toString();
    }

    private static ByteBuffer allocate(int count, DataType type) {
        return ByteBuffer.allocate(Math.multiplyExact(count, type.size())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Tensor filled(DataType type, long[] shape, ByteBuffer raw, int count) {
        Shape concrete = Shape.of(shape);
        requireCount(type, concrete, count);
        return ofRaw(type, concrete, raw);
    }

    private static void requireCount(DataType type, Shape shape, int count) {
        if (shape.elementCount() != count) {
            throw new InferenceException("data: " + count + " elements (expected: " + shape.elementCount() + " for "
                    + type + " of shape " + shape + ")");
        }
    }

    private void require(boolean ok, String expected) {
        if (!ok) {
            throw new InferenceException("datatype: " + dataType + " (expected: " + expected + ")");
        }
    }
}
