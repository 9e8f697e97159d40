package dev.inferport.runtime.trees;

/**
 * Bytes that arrays take on the heap of a 64-bit JVM with compressed class pointers: a header of 16, then by eights.
 */
final class ArraySize {

    private static final int HEADER = 16;

    private ArraySize() {}

    static long ofShorts(long length) {
        return of(length * Short.BYTES);
    }

    static long ofInts(long length) {
        return of(length * Integer.BYTES);
    }

    static long ofFloats(long length) {
        return of(length * Float.BYTES);
    }

    static long ofDoubles(long length) {
        return of(length * Double.BYTES);
    }

    static long ofLongs(long length) {
        return of(length * Long.BYTES);
    }

    private static long of(long elementBytes) {
        return HEADER + (elementBytes + 7) / 8 * 8;
    }
}
