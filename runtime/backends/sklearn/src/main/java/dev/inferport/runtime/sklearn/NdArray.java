package dev.inferport.runtime.sklearn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A numpy array, its elements in C order. Immutable. */
final class NdArray {

    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    /** What is made for each row or column of an array must be in proportion to the file. */
    private static final int LARGEST_OF_NOTHING = 1 << 20;

    private final DType type;
    private final int[] shape;
    private final int size;
    private final ByteBuffer data;
    private final int offset;
    private final int stride;
    private final List<Object> objects;

    private NdArray(DType type, int[] shape, ByteBuffer data, int offset, int stride, List<Object> objects) {
        this.type = type;
        this.shape = shape;
        this.size = size(shape);
        this.data = data;
        this.offset = offset;
        this.stride = stride;
        this.objects = objects;
    }

    /** An array over these bytes, in C order. */
    NdArray(DType type, int[] shape, byte[] bytes) {
        this(
                type,
                shape,
                ByteBuffer.wrap(bytes).order(type.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN),
                0,
                type.itemSize(),
                List.of());
        if (!type.isObject() && (type.itemSize() < 1 ? size > 0 : (long) size * type.itemSize() > bytes.length)) {
            throw new InvalidModelException("an array of " + size + " elements of " + type.itemSize() + " bytes has "
                    + bytes.length + " bytes");
        }
    }

    /** An array of objects, in C order. */
    static NdArray ofObjects(DType type, int[] shape, List<Object> objects) {
        if (size(shape) != objects.size()) {
            throw new InvalidModelException("an array of " + size(shape) + " objects has " + objects.size());
        }
        return new NdArray(type, shape, ByteBuffer.allocate(0), 0, 0, objects);
    }

    /** An array over bytes that lie in Fortran order where so told. */
    static NdArray ofBytes(DType type, int[] shape, boolean fortran, byte[] bytes) {
        NdArray array = new NdArray(type, shape, bytes);
        return fortran && shape.length > 1
                ? new NdArray(type, shape, FortranOrder.toC(bytes, shape, type.itemSize()))
                : array;
    }

    static boolean isArray(Object value) {
        return value instanceof NdArray || (value instanceof PyObject object && PickledArray.isArray(object.type()));
    }

    /** The array that a pickle describes. */
    static NdArray of(Object value) {
        if (value instanceof NdArray array) {
            return array;
        }
        if (value instanceof PyObject object && PickledArray.isArray(object.type())) {
            return PickledArray.decode(object);
        }
        throw Py.unexpected(value, "an array");
    }

    DType type() {
        return type;
    }

    int[] shape() {
        return shape.clone();
    }

    int size() {
        return size;
    }

    int rows() {
        return shape.length == 0 ? 1 : shape[0];
    }

    /** The size of the second dimension; 1 for a vector. */
    int columns() {
        return shape.length < 2 ? 1 : shape[1];
    }

    /** One field of a structured array. */
    NdArray field(String name) {
        DType.Field field = type.fields().get(name);
        if (field == null) {
            throw new InvalidModelException("an array has no field '" + name + "' (found: "
                    + type.fields().keySet() + ")");
        }
        return new NdArray(field.type(), shape, data, offset + field.offset(), stride, List.of());
    }

    boolean hasField(String name) {
        return type.fields().containsKey(name);
    }

    double number(int index) {
        int at = offset + index * stride;
        return switch (type.kind()) {
            case 'f' ->
                switch (type.itemSize()) {
                    case 8 -> data.getDouble(at);
                    case 4 -> data.getFloat(at);
                    default -> HalfFloat.toFloat(data.getShort(at));
                };
            case 'u' -> type.itemSize() == 8 ? unsigned(data.getLong(at)) : integer(index);
            case 'O' -> Py.number(objects.get(index));
            default -> integer(index);
        };
    }

    long integer(int index) {
        int at = offset + index * stride;
        boolean signed = type.kind() == 'i';
        return switch (type.kind()) {
            case 'b' -> data.get(at) == 0 ? 0 : 1;
            case 'i', 'u' ->
                switch (type.itemSize()) {
                    case 1 -> signed ? data.get(at) : data.get(at) & 0xFF;
                    case 2 -> signed ? data.getShort(at) : data.getShort(at) & 0xFFFF;
                    case 4 -> signed ? data.getInt(at) : data.getInt(at) & 0xFFFFFFFFL;
                    default -> data.getLong(at);
                };
            case 'f' -> (long) number(index);
            case 'O' -> Py.integer(objects.get(index));
            default -> throw new InvalidModelException("an array of dtype '" + type.kind() + "' has no numbers");
        };
    }

    /** One element as a plain value: Long, Double, Boolean, String, or the object. */
    Object item(int index) {
        return switch (type.kind()) {
            case 'O' -> objects.get(index);
            case 'b' -> integer(index) != 0;
            case 'i', 'u' -> integer(index);
            case 'f' -> number(index);
            case 'U' -> text(index, type.bigEndian() ? UTF_32BE : UTF_32LE);
            case 'S' -> text(index, StandardCharsets.ISO_8859_1);
            default -> throw new InvalidModelException("an array of dtype '" + type.kind() + "' is not supported");
        };
    }

    /** All elements as plain values. */
    List<Object> items() {
        List<Object> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item(i));
        }
        return Collections.unmodifiableList(items);
    }

    double[] doubles() {
        double[] doubles = new double[size];
        for (int i = 0; i < size; i++) {
            doubles[i] = number(i);
        }
        return doubles;
    }

    int[] ints() {
        int[] ints = new int[size];
        for (int i = 0; i < size; i++) {
            ints[i] = Math.toIntExact(integer(i));
        }
        return ints;
    }

    static int size(int[] shape) {
        long size = 1;
        int largest = 0;
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new InvalidModelException("an array has a dimension of " + dimension);
            }
            largest = Math.max(largest, dimension);
            size *= dimension;
            if (size > Integer.MAX_VALUE) {
                throw new InvalidModelException("an array has more than 2^31 elements");
            }
        }
        if (size == 0 && largest > LARGEST_OF_NOTHING) {
            throw new InvalidModelException("an array without elements has a dimension of " + largest);
        }
        return (int) size;
    }

    private String text(int index, Charset charset) {
        byte[] bytes = new byte[type.itemSize()];
        data.get(offset + index * stride, bytes);
        String text = new String(bytes, charset);
        int length = text.length();
        while (length > 0 && text.charAt(length - 1) == 0) {
            length--;
        }
        return text.substring(0, length);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
