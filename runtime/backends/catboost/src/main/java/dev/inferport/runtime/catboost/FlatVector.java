package dev.inferport.runtime.catboost;

import java.nio.ByteBuffer;

/**
 * A vector of a {@link FlatBuffer}, all of it within the bytes.
 *
 * @param bytes the elements, little-endian
 * @param position where the elements are in the buffer
 */
record FlatVector(FlatBuffer buffer, ByteBuffer bytes, int position, int count) {

    static FlatVector empty(FlatBuffer buffer) {
        return new FlatVector(buffer, ByteBuffer.allocate(0), 0, 0);
    }

    int integer(int index) {
        return bytes.getInt(index * Integer.BYTES);
    }

    FlatTable table(int index) throws InvalidCatBoostException {
        return buffer.table(buffer.offset(position + index * Integer.BYTES));
    }

    String string(int index) throws InvalidCatBoostException {
        return buffer.string(buffer.offset(position + index * Integer.BYTES));
    }

    /** The elements as 32-bit numbers. */
    int[] integers() {
        int[] integers = new int[count];
        bytes.asIntBuffer().get(integers);
        return integers;
    }
}
