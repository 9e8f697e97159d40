package dev.inferport.runtime.rest;

import java.nio.ByteBuffer;

/**
 * The bytes of a request, which nobody writes to any more.
 *
 * @param bytes holds the body from index 0 on
 * @param length of the body
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; the array is what the JSON parser reads from.
record RequestBody(byte[] bytes, int length) {

    static final RequestBody EMPTY = new RequestBody(new byte[0], 0);

    boolean isEmpty() {
        return length == 0;
    }

    ByteBuffer slice(int from, int size) {
        return ByteBuffer.wrap(bytes, from, size).slice();
    }
}
