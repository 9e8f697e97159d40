package dev.inferport.runtime.rest;

/** The two floating-point formats of 16 bits: the sign, an exponent, and a fraction in the lowest bits. */
enum SmallFloat {
    /** IEEE 754 binary16. */
    FP16(10),
    /** The upper half of a float. */
    BF16(7);

    private static final int MAGNITUDE_BITS = 15;

    private final int fractionBits;
    private final int bias;
    private final int infinity;

    SmallFloat(int fractionBits) {
        this.fractionBits = fractionBits;
        this.bias = (1 << (MAGNITUDE_BITS - fractionBits - 1)) - 1;
        this.infinity = (2 * bias + 1) << fractionBits;
    }

    /** The bits of the nearest value; of two that are equally near, the even one. */
    short encode(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 1 << MAGNITUDE_BITS : 0;
        return (short) (sign | magnitude(Math.abs(value)));
    }

    boolean isFinite(short bits) {
        return (bits & infinity) != infinity;
    }

    private int magnitude(double value) {
        if (Double.isNaN(value)) {
            return infinity | 1 << (fractionBits - 1);
        }
        if (Double.isInfinite(value)) {
            return infinity;
        }
        int exponent = Math.max(Math.getExponent(value), 1 - bias);
        int fraction = (int) Math.rint(Math.scalb(value, fractionBits - exponent));
        // The leading one of a normal number, and a carry of the rounding, both go into the exponent's field.
        return Math.min(((exponent + bias - 1) << fractionBits) + fraction, infinity);
    }
}
