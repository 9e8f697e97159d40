package dev.inferport.runtime.sklearn;

/** IEEE 754 binary16. */
final class HalfFloat {

    private HalfFloat() {}

    static float toFloat(short half) {
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
}
