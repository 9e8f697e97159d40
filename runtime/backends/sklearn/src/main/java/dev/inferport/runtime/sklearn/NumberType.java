package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** The datatypes of numbers: what becomes of several of them together, and how numbers of one become a tensor. */
final class NumberType {

    private static final Set<DataType> FIT_IN_SINGLE =
            EnumSet.of(DataType.BOOL, DataType.INT8, DataType.UINT8, DataType.INT16, DataType.UINT16, DataType.FP32);

    private NumberType() {}

    /** Half precision and anything else that numpy has no numbers of are taken as double precision. */
    static DataType of(DataType sent) {
        return sent == DataType.FP16 || sent == DataType.BYTES ? DataType.FP64 : sent;
    }

    /** The type of an array that a model was saved with. */
    static DataType of(DType type) {
        return switch (type.kind()) {
            case 'b' -> DataType.BOOL;
            case 'i' -> DataType.of("INT" + 8 * type.itemSize());
            case 'u' -> DataType.of("UINT" + 8 * type.itemSize());
            default -> type.kind() == 'f' && type.itemSize() == 4 ? DataType.FP32 : DataType.FP64;
        };
    }

    /**
     * The attribute that holds the type of an estimator's output: a dtype, or a name of numpy's or Python's.
     *
     * @param otherwise where the attribute is not there
     */
    static DataType of(Fields fields, String attribute, DataType otherwise) {
        if (!fields.has(attribute)) {
            return otherwise;
        }
        Object type = fields.require(attribute);
        if (type instanceof PyObject) {
            return of(DType.of(type));
        }
        String name = type instanceof PyGlobal global ? global.name() : String.valueOf(type);
        return switch (name) {
            case "float32" -> DataType.FP32;
            case "int", "int64", "int_" -> DataType.INT64;
            case "int32" -> DataType.INT32;
            case "int16" -> DataType.INT16;
            case "int8" -> DataType.INT8;
            case "uint8" -> DataType.UINT8;
            case "bool", "bool_" -> DataType.BOOL;
            default -> DataType.FP64;
        };
    }

    /** What numpy makes of arrays of these types side by side. */
    static DataType common(Collection<DataType> types) {
        Set<DataType> all = EnumSet.copyOf(types);
        all.remove(DataType.BOOL);
        if (all.isEmpty()) {
            return DataType.BOOL;
        }
        if (all.size() == 1) {
            return all.iterator().next();
        }
        if (FIT_IN_SINGLE.containsAll(all) && all.contains(DataType.FP32)) {
            return DataType.FP32;
        }
        return all.contains(DataType.FP64) || all.contains(DataType.FP32) || all.contains(DataType.UINT64)
                ? DataType.FP64
                : DataType.INT64;
    }

    /** What arithmetic makes of numbers of the type: single precision stays, all else becomes double precision. */
    static DataType floating(DataType type) {
        return type == DataType.FP32 ? DataType.FP32 : DataType.FP64;
    }

    static Tensor tensor(DataType type, double[] values, long... shape) {
        if (type == DataType.FP64) {
            return Tensor.of(values, shape);
        }
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(values.length, type.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            put(raw, type, value);
        }
        return Tensor.ofRaw(type, Shape.of(shape), raw.flip());
    }

    static void put(ByteBuffer raw, DataType type, double value) {
        switch (type) {
            case FP64 -> raw.putDouble(value);
            case FP32 -> raw.putFloat((float) value);
            default -> put(raw, type.size(), (long) value);
        }
    }

    static void put(ByteBuffer raw, int size, long value) {
        switch (size) {
            case 1 -> raw.put((byte) value);
            case 2 -> raw.putShort((short) value);
            case 4 -> raw.putInt((int) value);
            default -> raw.putLong(value);
        }
    }
}
