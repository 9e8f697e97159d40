package dev.inferport.runtime.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Memory outside the heap that is used again: to allocate and zero it for each request would cost more than a small
 * graph, and only the garbage collector would free it. Keeps a few small buffers. For any number of threads.
 */
final class ScratchMemory {

    /** In bytes; a larger buffer is freed by the garbage collector. */
    static final int LARGEST_KEPT = 1 << 18;

    private static final int SMALLEST = 256;
    private static final int KEPT = 16;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(); // guarded by this

    /** A buffer of at least that size; whoever takes it gives it back. */
    ByteBuffer take(int size) {
        if (size <= LARGEST_KEPT) {
            synchronized (this) {
                ByteBuffer kept = free.pollFirst();
                if (kept != null && kept.capacity() >= size) {
                    return kept;
                }
            }
        }
        return ByteBuffer.allocateDirect(size > LARGEST_KEPT ? size : roundedUp(size));
    }

    synchronized void give(ByteBuffer buffer) {
        if (buffer.capacity() <= LARGEST_KEPT && free.size() < KEPT) {
            free.addFirst(buffer);
        }
    }

    /** A power of two, so that a buffer fits the next request too, which may be a little larger. */
    private static int roundedUp(int size) {
        return size <= SMALLEST ? SMALLEST : Integer.highestOneBit(size - 1) << 1;
    }
}
