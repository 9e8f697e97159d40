package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.HeapRoom;
import java.io.IOException;
import java.util.Arrays;

/** A document in Universal Binary JSON. */
final class UbjDocument implements ModelDocument {

    private static final int NO_MARKER = -1;

    private final BinarySource source;
    private int depth;

    /** The marker of the next value, where it was read already to see whether an array ends. */
    private int pending = NO_MARKER;

    UbjDocument(BinarySource source) {
        this.source = source;
    }

    /**
     * What the head of an array or object says of its elements.
     *
     * @param type the marker of all elements, or {@link #NO_MARKER} where each has its own
     * @param count the number of elements, or -1 where a marker ends them
     */
    private record Head(int type, long count) {}

    @Override
    public void object(FieldReader field) throws IOException {
        expect('{', "an object");
        enter();
        Head head = head('}');
        for (long i = 0; i != head.count; i++) {
            int marker = marker();
            if (head.count < 0 && marker == '}') {
                break;
            }
            field.read(source.text(integer(marker), "length of a field name"));
        }
        depth--;
    }

    @Override
    public void array(ElementReader element) throws IOException {
        expect('[', "an array");
        enter();
        Head head = head(']');
        for (long i = 0; i != head.count; i++) {
            pending = head.type == NO_MARKER ? marker() : head.type;
            if (head.count < 0 && pending == ']') {
                pending = NO_MARKER;
                break;
            }
            element.read();
        }
        depth--;
    }

    @Override
    public float[] floats() throws IOException {
        expect('[', "an array of numbers");
        Head head = head(']');
        if (head.type == 'd') {
            return source.floats(head.count, "length of an array");
        }
        float[] values = new float[initialLength(head)];
        int count = 0;
        for (int marker = elementMarker(head, 0); marker != ']'; marker = elementMarker(head, count)) {
            values = count == values.length ? Arrays.copyOf(values, 2 * count + 16) : values;
            values[count++] = number(marker);
        }
        return Arrays.copyOf(values, count);
    }

    @Override
    public int[] ints() throws IOException {
        expect('[', "an array of whole numbers");
        Head head = head(']');
        if (head.type == 'l') {
            return source.ints(head.count, "length of an array");
        }
        int[] values = new int[initialLength(head)];
        int count = 0;
        for (int marker = elementMarker(head, 0); marker != ']'; marker = elementMarker(head, count)) {
            values = count == values.length ? Arrays.copyOf(values, 2 * count + 16) : values;
            long value = integer(marker);
            if (value != (int) value) {
                throw new InvalidBoosterException(value + " in an array (expected: a number of 32 bits)");
            }
            values[count++] = (int) value;
        }
        return Arrays.copyOf(values, count);
    }

    @Override
    public String text() throws IOException {
        int marker = marker();
        return switch (marker) {
            case 'S' -> source.text(integer(marker()), "length of a text");
            case 'C' -> source.text(1, "a character");
            case 'd', 'D' -> Float.toString(number(marker));
            default -> Long.toString(integer(marker));
        };
    }

    @Override
    public void skip() throws IOException {
        int marker = marker();
        switch (marker) {
            case '{' -> {
                pending = marker;
                object(name -> skip());
            }
            case '[' -> skipArray();
            case 'S', 'H' -> source.skip(integer(marker()));
            default -> source.skip(size(marker));
        }
    }

    private void skipArray() throws IOException {
        enter();
        Head head = head(']');
        if (head.type != NO_MARKER && size(head.type) >= 0) {
            long size = Math.max(1, size(head.type));
            source.skip(source.requireRun(head.count, size, "length of an array") * (long) size(head.type));
        } else {
            for (int marker = elementMarker(head, 0), i = 1; marker != ']'; marker = elementMarker(head, i++)) {
                pending = marker;
                skip();
            }
        }
        depth--;
    }

    /** The marker of element {@code index}, or {@code ']'} after the last one. */
    private int elementMarker(Head head, int index) throws IOException {
        if (index == head.count) {
            return ']';
        }
        int marker = head.type == NO_MARKER ? marker() : head.type;
        if (marker == ']' && head.count >= 0) {
            throw new InvalidBoosterException("an array of " + head.count + " elements ends after " + index);
        }
        return marker;
    }

    private int initialLength(Head head) throws IOException {
        if (head.count < 0) {
            return 16;
        }
        int length = source.requireRun(head.count, 1, "length of an array");
        HeapRoom.requireForModel((long) Float.BYTES * length);
        return length;
    }

    /** Reads the optional type and count; where there is a type there is a count. */
    private Head head(char end) throws IOException {
        int type = NO_MARKER;
        int marker = marker();
        if (marker == '$') {
            type = marker();
            marker = marker();
            if (marker != '#' || end == '}' || type == '[' || type == '{') {
                throw unexpected(marker, "a count of elements that are numbers");
            }
        }
        if (marker != '#') {
            pending = marker;
            return new Head(NO_MARKER, -1);
        }
        long count = integer(marker());
        if (count < 0) {
            throw new InvalidBoosterException("length of an array: " + count + " (expected: >= 0)");
        }
        return new Head(type, count);
    }

    private int marker() throws IOException {
        int marker = pending == NO_MARKER ? source.int8() & 0xFF : pending;
        pending = NO_MARKER;
        return marker;
    }

    private long integer(int marker) throws IOException {
        return switch (marker) {
            case 'i' -> source.int8();
            case 'U' -> source.int8() & 0xFF;
            case 'I' -> source.int16();
            case 'l' -> source.int32();
            case 'L' -> source.int64();
            case 'T' -> 1;
            case 'F' -> 0;
            default -> throw unexpected(marker, "a whole number");
        };
    }

    private float number(int marker) throws IOException {
        return switch (marker) {
            case 'd' -> source.float32();
            case 'D' -> (float) source.float64();
            default -> integer(marker);
        };
    }

    /** The bytes of a value after its marker. */
    private int size(int marker) throws IOException {
        return switch (marker) {
            case 'Z', 'N', 'T', 'F' -> 0;
            case 'i', 'U', 'C' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> throw unexpected(marker, "a value");
        };
    }

    private void enter() throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new InvalidBoosterException("more than " + MAX_DEPTH + " objects and arrays inside each other");
        }
    }

    private void expect(int expected, String what) throws IOException {
        int marker = marker();
        if (marker != expected) {
            throw unexpected(marker, what);
        }
    }

    private IOException unexpected(int marker, String expected) {
        return new InvalidBoosterException("UBJ, " + source.remaining() + " bytes before the end: marker 0x"
                + Integer.toHexString(marker) + " (expected: " + expected + ")");
    }
}
