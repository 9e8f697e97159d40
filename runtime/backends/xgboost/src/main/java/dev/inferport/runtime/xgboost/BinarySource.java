package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.HeapRoom;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts from a stream of known length. Nothing is allocated for a length that the rest of the stream can't
 * have. Not for use by several threads.
 */
final class BinarySource {

    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
    private long unread;

    /**
     * A source of the next {@code length} bytes of a stream.
     *
     * @param order of the bytes of numbers
     */
    BinarySource(InputStream in, long length, ByteOrder order) {
        this.in = in;
        this.unread = length;
        buffer.order(order);
    }

    /** The bytes that are left. */
    long remaining() {
        return unread + buffer.remaining();
    }

    /**
     * The length of a run of elements that is about to be read.
     *
     * @throws InvalidBoosterException where the rest of the stream is too short for it
     */
    int requireRun(long count, long bytesPerElement, String what) throws IOException {
        if (count < 0 || count > remaining() / bytesPerElement || count > Integer.MAX_VALUE - 16) {
            throw new InvalidBoosterException(what + ": " + Long.toUnsignedString(count) + " x " + bytesPerElement
                    + " bytes (expected: no more than the " + remaining() + " bytes that are left)");
        }
        HeapRoom.requireForModel(count * bytesPerElement);
        return (int) count;
    }

    byte int8() throws IOException {
        return ready(Byte.BYTES).get();
    }

    short int16() throws IOException {
        return ready(Short.BYTES).getShort();
    }

    int int32() throws IOException {
        return ready(Integer.BYTES).getInt();
    }

    long int64() throws IOException {
        return ready(Long.BYTES).getLong();
    }

    float float32() throws IOException {
        return ready(Float.BYTES).getFloat();
    }

    double float64() throws IOException {
        return ready(Double.BYTES).getDouble();
    }

    float[] floats(long count, String what) throws IOException {
        float[] values = new float[requireRun(count, Float.BYTES, what)];
        for (int i = 0; i < values.length; i++) {
            values[i] = float32();
        }
        return values;
    }

    int[] ints(long count, String what) throws IOException {
        int[] values = new int[requireRun(count, Integer.BYTES, what)];
        for (int i = 0; i < values.length; i++) {
            values[i] = int32();
        }
        return values;
    }

    String text(long length, String what) throws IOException {
        byte[] bytes = new byte[requireRun(length, 1, what)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = int8();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        if (bytes < 0 || bytes > remaining()) {
            throw ended();
        }
        int buffered = (int) Math.min(bytes, buffer.remaining());
        buffer.position(buffer.position() + buffered);
        in.skipNBytes(bytes - buffered);
        unread -= bytes - buffered;
    }

    private ByteBuffer ready(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            buffer.compact();
            int wanted = (int) Math.min(buffer.remaining(), unread);
            int got = in.readNBytes(buffer.array(), buffer.position(), wanted);
            unread -= got;
            buffer.position(buffer.position() + got).flip();
            if (buffer.remaining() < bytes) {
                throw ended();
            }
        }
        return buffer;
    }

    private static IOException ended() {
        return new InvalidBoosterException("the file ends early", new EOFException());
    }
}
