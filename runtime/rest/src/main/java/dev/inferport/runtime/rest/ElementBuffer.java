package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes in the raw form of the protocol, as many as come. For use by one thread. */
final class ElementBuffer {

    private static final int LEAST = 256;
    private static final long MOST = Integer.MAX_VALUE - 8L;

    private ByteBuffer bytes;

    /** @param expected the number of bytes that are likely to come */
    ElementBuffer(long expected) {
        this.bytes = allocate(Math.min(Math.max(expected, LEAST), MOST));
    }

    /** Where to put the next {@code size} bytes. */
    ByteBuffer room(int size) {
        if (bytes.remaining() < size) {
            grow(size);
        }
        return bytes;
    }

    /** All bytes; nothing is to be added any more. */
    ByteBuffer finish() {
        return bytes.flip();
    }

    private void grow(int size) {
        long needed = (long) bytes.position() + size;
        if (needed > MOST) {
            throw new InferenceException("data: too large (expected: at most 2 GiB in one tensor)");
        }
        ByteBuffer larger = allocate(Math.min(Math.max(needed, 2L * bytes.capacity()), MOST));
        bytes = larger.put(bytes.flip());
    }

    private static ByteBuffer allocate(long size) {
        // The elements, and the copy of them in the form that the model takes.
        HeapRoom.requireForRequest(2 * size);
        return ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
