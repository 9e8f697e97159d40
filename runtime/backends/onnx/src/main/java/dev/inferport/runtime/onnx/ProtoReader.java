package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.HeapRoom;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Walks through messages in the encoding of Protocol Buffers without keeping them: {@link #next} goes to a field,
 * {@link #enter} into the message that it holds. What is neither entered nor read is skipped. Not for use by several
 * threads.
 */
final class ProtoReader {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_TEXT = 1 << 16;

    private final InputStream in;
    private long position;

    /** The end of the message that is being read. */
    private long end;

    /** The end of the field that {@link #next} went to. */
    private long fieldEnd;

    /** The value of the field that {@link #next} went to, where it is a number of variable length. */
    private long number;

    ProtoReader(InputStream in, long length) {
        this.in = in;
        this.end = length;
    }

    /** What follows a message that was entered. */
    record Outer(long end) {}

    /** The number of the next field of this message, or 0 at its end. */
    int next() throws IOException {
        skipTo(fieldEnd);
        if (position == end) {
            return 0;
        }
        long tag = varint();
        int field = (int) (tag >>> 3);
        if (tag >>> 3 != field || field == 0) {
            throw invalid("a field number of " + (tag >>> 3));
        }
        switch ((int) tag & 7) {
            case VARINT -> {
                number = varint();
                fieldEnd = position;
            }
            case FIXED_64 -> fieldEnd = within(Long.BYTES);
            case LENGTH_DELIMITED -> {
                long length = varint();
                fieldEnd = within(length);
            }
            case FIXED_32 -> fieldEnd = within(Integer.BYTES);
            default -> throw invalid("a field of an unknown kind");
        }
        return field;
    }

    /** The bytes left of the field. */
    long length() {
        return fieldEnd - position;
    }

    /** The field as a number, where it is one of variable length. */
    long number() {
        return number;
    }

    /** The numbers of a field that holds one, or many in packed form. */
    void numbers(LongConsumer each) throws IOException {
        if (position == fieldEnd) {
            each.accept(number);
        }
        while (position < fieldEnd) {
            each.accept(varint());
        }
        if (position != fieldEnd) {
            throw invalid("a number that ends beyond its field");
        }
    }

    /** The floats of a field that holds one, or many in packed form. */
    float[] floats() throws IOException {
        HeapRoom.requireForModel(3 * length());
        byte[] bytes = in.readNBytes((int) Math.min(length(), Integer.MAX_VALUE - 16));
        position += bytes.length;
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** Goes into the message that the field holds, up to {@link #leave}. */
    Outer enter() {
        Outer outer = new Outer(end);
        end = fieldEnd;
        fieldEnd = position;
        return outer;
    }

    void leave(Outer outer) throws IOException {
        skipTo(end);
        fieldEnd = end;
        end = outer.end();
    }

    /** The field as text. */
    String text() throws IOException {
        if (length() > LONGEST_TEXT) {
            throw invalid("a name of " + length() + " bytes");
        }
        byte[] bytes = in.readNBytes((int) length());
        position += bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long within(long length) throws InvalidOnnxException {
        if (length < 0 || length > end - position) {
            throw invalid("a field that ends beyond its message");
        }
        return position + length;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = position < end ? in.read() : -1;
            if (next < 0) {
                throw invalid("a number that ends too early");
            }
            position++;
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw invalid("a number of more than 10 bytes");
    }

    private void skipTo(long target) throws IOException {
        if (target > position) {
            try {
                in.skipNBytes(target - position);
            } catch (EOFException e) {
                throw new InvalidOnnxException("not an ONNX model: the file became shorter while it was read", e);
            }
            position = target;
        }
    }

    private InvalidOnnxException invalid(String what) {
        return new InvalidOnnxException("not an ONNX model: " + what + " at byte " + position);
    }
}
