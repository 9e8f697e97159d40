package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.HeapRoom;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, up to a limit. No length that the file claims is allocated before as many bytes are there. */
final class PickleInput {

    private static final int LONGEST_LINE = 1 << 16;

    private final InputStream in;
    private final long limit;
    private final byte[] buffer = new byte[1 << 14];
    private int next;
    private int end;
    private long consumed;
    private long copied;

    /** @param limit the number of bytes after which reading fails */
    PickleInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /** The bytes read so far. */
    long position() {
        return consumed;
    }

    /** Takes note of a copy that is made of what was read, which a file may ask for again and again. */
    void chargeCopy(long bytes) {
        copied += bytes;
        if (copied > 2 * consumed + (1 << 20)) {
            throw new InvalidModelException(
                    "the pickle makes the same bytes over and over: " + copied + " bytes of the first " + consumed);
        }
    }

    int unsignedByte() throws IOException {
        if (next == end) {
            fill();
        }
        consumed++;
        return buffer[next++] & 0xFF;
    }

    byte[] bytes(long count) throws IOException {
        if (count < 0 || count > Integer.MAX_VALUE - 16 || count > limit - consumed) {
            throw new InvalidModelException("the file claims an item of " + Long.toUnsignedString(count)
                    + " bytes at byte " + consumed + " (expected: at most " + (limit - consumed) + ")");
        }
        // Twice: the parts that are read, and what is made of them.
        HeapRoom.requireForModel(2 * count);
        int fromBuffer = (int) Math.min(count, end - next);
        byte[] result;
        if (fromBuffer == count) {
            result = new byte[fromBuffer];
            System.arraycopy(buffer, next, result, 0, fromBuffer);
        } else {
            byte[] rest = in.readNBytes((int) count - fromBuffer);
            if (rest.length < count - fromBuffer) {
                throw truncated();
            }
            result = new byte[(int) count];
            System.arraycopy(buffer, next, result, 0, fromBuffer);
            System.arraycopy(rest, 0, result, fromBuffer, rest.length);
        }
        next += fromBuffer;
        consumed += count;
        return result;
    }

    /** A little-endian unsigned number of so many bytes, at most 4. */
    long unsigned(int size) throws IOException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) unsignedByte() << (8 * i);
        }
        return value;
    }

    long int64() throws IOException {
        return ByteBuffer.wrap(bytes(8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    double bigEndianDouble() throws IOException {
        return ByteBuffer.wrap(bytes(8)).getDouble();
    }

    /** The text up to the end of the line, which is read but not returned. */
    String line() throws IOException {
        byte[] line = new byte[32];
        int length = 0;
        for (int b = unsignedByte(); b != '\n'; b = unsignedByte()) {
            if (length == LONGEST_LINE) {
                throw new InvalidModelException("the file has a line of more than " + LONGEST_LINE + " bytes");
            }
            if (length == line.length) {
                line = java.util.Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void fill() throws IOException {
        if (consumed >= limit) {
            throw new InvalidModelException("the model has more than " + limit
                    + " bytes when it is unpacked (expected: at most that many; give the runtime more heap)");
        }
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, limit - consumed));
        if (read <= 0) {
            throw truncated();
        }
        next = 0;
        end = read;
    }

    private static EOFException truncated() {
        return new EOFException("the file ends in the middle of the model; it was not written or copied completely");
    }
}
