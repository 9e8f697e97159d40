package dev.inferport.runtime.sklearn;

import java.nio.ByteBuffer;

/** The order in which the first index runs fastest. */
final class FortranOrder {

    private FortranOrder() {}

    /** The same elements with the last index running fastest. */
    static byte[] toC(byte[] bytes, int[] shape, int itemSize) {
        int size = NdArray.size(shape);
        ByteBuffer result = ByteBuffer.allocate(Math.multiplyExact(size, itemSize));
        int[] index = new int[shape.length];
        for (int i = 0; i < size; i++) {
            long source = 0;
            for (int d = shape.length - 1; d >= 0; d--) {
                source = source * shape[d] + index[d];
            }
            result.put(bytes, (int) source * itemSize, itemSize);
            advance(index, shape);
        }
        return result.array();
    }

    private static void advance(int[] index, int[] shape) {
        for (int d = shape.length - 1; d >= 0; d--) {
            if (++index[d] < shape[d]) {
                return;
            }
            index[d] = 0;
        }
    }
}
