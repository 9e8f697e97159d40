package dev.inferport.runtime.api;

import java.nio.ByteBuffer;

/** Reads elements of any numeric datatype as doubles. */
interface NumberReader {

    double get(int index);

    static NumberReader of(Tensor tensor) {
        ByteBuffer raw = tensor.raw();
        return switch (tensor.dataType()) {
            case BOOL -> index -> raw.get(index) == 0 ? 0 : 1;
            case UINT8 -> index -> raw.get(index) & 0xFF;
            case INT8 -> raw::get;
            case UINT16 -> index -> raw.getShort(2 * index) & 0xFFFF;
            case INT16 -> index -> raw.getShort(2 * index);
            case FP16 -> index -> halfToFloat(raw.getShort(2 * index));
            case BF16 -> index -> Float.intBitsToFloat(raw.getShort(2 * index) << 16);
            case UINT32 -> index -> Integer.toUnsignedLong(raw.getInt(4 * index));
            case INT32 -> index -> raw.getInt(4 * index);
            case FP32 -> index -> raw.getFloat(4 * index);
            case UINT64 -> index -> unsignedToDouble(raw.getLong(8 * index));
            case INT64 -> index -> raw.getLong(8 * index);
            case FP64 -> index -> raw.getDouble(8 * index);
            case BYTES -> throw new InferenceException("datatype: BYTES (expected: a numeric datatype)");
        };
    }

    /** IEEE 754 binary16, with subnormal numbers, infinities and NaN. */
    private static float halfToFloat(short half) {
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((float) fraction, -24);
                    case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Math.scalb((float) (fraction | 0x400), exponent - 25);
                };
        return half < 0 ? -magnitude : magnitude;
    }

    private static double unsignedToDouble(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
