package dev.inferport.runtime.catboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Bytes in the FlatBuffers encoding. Nothing is read beyond their end, and what is read of them all in all has a limit,
 * because parts of them may be referred to many times. Not for use by several threads.
 */
final class FlatBuffer {

    private static final int READS_PER_BYTE = 16;

    private final ByteBuffer data;
    private long budget;

    /** @param bytes from the buffer's position to its limit */
    FlatBuffer(ByteBuffer bytes) {
        this.data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.budget = 1024 + (long) READS_PER_BYTE * data.limit();
    }

    FlatTable root() throws InvalidCatBoostException {
        return table(offset(0));
    }

    FlatTable table(int position) throws InvalidCatBoostException {
        charge(1);
        require(position, Integer.BYTES);
        int vtable = position(position, -(long) data.getInt(position));
        require(vtable, Integer.BYTES);
        int vtableSize = data.getShort(vtable) & 0xFFFF;
        int tableSize = data.getShort(vtable + Short.BYTES) & 0xFFFF;
        require(vtable, vtableSize);
        require(position, tableSize);
        if (vtableSize < 2 * Short.BYTES || vtableSize % Short.BYTES != 0 || tableSize < Integer.BYTES) {
            throw invalid(position);
        }
        return new FlatTable(this, position, tableSize, vtable, vtableSize);
    }

    /** Where the 4 bytes at this position, an offset from there, point to. */
    int offset(int position) throws InvalidCatBoostException {
        require(position, Integer.BYTES);
        return position(position, Integer.toUnsignedLong(data.getInt(position)));
    }

    /** A vector whose elements have that many bytes. */
    FlatVector vector(int position, int elementSize) throws InvalidCatBoostException {
        require(position, Integer.BYTES);
        long count = Integer.toUnsignedLong(data.getInt(position));
        long bytes = count * elementSize;
        if (bytes > data.limit() - position - Integer.BYTES) {
            throw invalid(position);
        }
        charge(bytes);
        return new FlatVector(
                this,
                data.slice(position + Integer.BYTES, (int) bytes).order(ByteOrder.LITTLE_ENDIAN),
                position + Integer.BYTES,
                (int) count);
    }

    String string(int position) throws InvalidCatBoostException {
        return StandardCharsets.UTF_8.decode(vector(position, 1).bytes()).toString();
    }

    ByteBuffer data() {
        return data;
    }

    InvalidCatBoostException invalid(int position) {
        return new InvalidCatBoostException("not a CatBoost model: wrong offset or length at byte " + position + " of "
                + data.limit() + " in a table");
    }

    private int position(int from, long distance) throws InvalidCatBoostException {
        long target = from + distance;
        if (target < 0 || target >= data.limit()) {
            throw invalid(from);
        }
        return (int) target;
    }

    private void require(int position, int bytes) throws InvalidCatBoostException {
        if (position < 0 || bytes > data.limit() - position) {
            throw invalid(position);
        }
    }

    private void charge(long reads) throws InvalidCatBoostException {
        budget -= reads;
        if (budget < 0) {
            throw new InvalidCatBoostException("not a CatBoost model: the same bytes are used again and again");
        }
    }
}
