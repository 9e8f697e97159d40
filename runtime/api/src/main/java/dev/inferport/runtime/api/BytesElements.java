package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Where the elements of a BYTES tensor start: each is preceded by its length as a 4-byte unsigned integer. */
final class BytesElements {

    static final BytesElements NONE = new BytesElements(new int[1]);

    private static final int PREFIX = Integer.BYTES;

    /** Offset of each element's length prefix, and of the end. */
    private final int[] offsets;

    private BytesElements(int[] offsets) {
        this.offsets = offsets;
    }

    /** Finds the elements, and checks that there are {@code count} of them and nothing behind them. */
    static BytesElements index(ByteBuffer data, long count, Shape shape) {
        if (count > data.limit() / PREFIX) {
            throw new InferenceException("raw data: " + data.limit() + " bytes (expected: " + count
                    + " elements for BYTES of shape " + shape + ", each with a length of 4 bytes)");
        }
        int[] offsets = new int[(int) count + 1];
        int offset = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = offset;
            offset = end(data, offset, i);
        }
        offsets[(int) count] = offset;
        if (offset != data.limit()) {
            throw new InferenceException("raw data: " + (data.limit() - offset) + " bytes after the last of " + count
                    + " elements (expected: none for BYTES of shape " + shape + ")");
        }
        return new BytesElements(offsets);
    }

    static ByteBuffer pack(List<byte[]> values) {
        long size = 0;
        for (byte[] value : values) {
            size += PREFIX + (long) value.length;
        }
        ByteBuffer raw = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] value : values) {
            raw.putInt(value.length).put(value);
        }
        return raw.flip();
    }

    int count() {
        return offsets.length - 1;
    }

    ByteBuffer slice(ByteBuffer data, int index) {
        int start = offsets[index] + PREFIX;
        return data.slice(start, offsets[index + 1] - start);
    }

    private static int end(ByteBuffer data, int offset, int index) {
        int left = data.limit() - offset - PREFIX;
        long length = left < 0 ? 0 : Integer.toUnsignedLong(data.getInt(offset));
        if (length > left) {
            throw new InferenceException("raw data: element " + index + " of a BYTES tensor reaches beyond the end (at "
                    + "byte " + offset + " of " + data.limit() + ")");
        }
        return offset + PREFIX + (int) length;
    }
}
