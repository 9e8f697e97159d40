package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.HeapRoom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The lines of a model's text, one after the other. Not for use by several threads. */
final class ModelLines {

    private static final int SHORT = 40;
    private static final int LONGEST = Integer.MAX_VALUE - 16;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private int number;

    /** Lines from a stream; whoever opened it closes it. */
    ModelLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line, which may be empty.
     *
     * @param expected what has to come, for the message
     * @throws InvalidBoosterException where there is no more line
     */
    String next(String expected) throws IOException {
        if (!fill()) {
            throw new InvalidBoosterException(
                    "the file ends after line " + number + " (expected: " + expected + "); is it complete?");
        }
        number++;
        byte[] line = {};
        int length = 0;
        do {
            int part = endOfLine() - next;
            line = withRoom(line, length + part);
            System.arraycopy(buffer, next, line, length, part);
            length += part;
            next += part;
        } while (next == end && fill());
        next++;
        boolean carriageReturn = length > 0 && line[length - 1] == '\r';
        // Names of features may be in any encoding; nothing that is read for its meaning is beyond ASCII.
        return new String(line, 0, carriageReturn ? length - 1 : length, StandardCharsets.ISO_8859_1);
    }

    /** Reads on where all bytes are used up; whether there are any. */
    private boolean fill() throws IOException {
        if (next >= end) {
            next = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return next < end;
    }

    private int endOfLine() {
        int at = next;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private byte[] withRoom(byte[] line, int length) throws InvalidBoosterException {
        if (length < 0 || length > LONGEST) {
            throw new InvalidBoosterException("line " + number + " has more than " + LONGEST + " bytes");
        }
        if (length <= line.length) {
            return line;
        }
        int size = (int) Math.min(Math.max(length, 2L * line.length), LONGEST);
        // The bytes, and the text that is made of them.
        HeapRoom.requireForModel(2L * size);
        return Arrays.copyOf(line, size);
    }

    /** The next line that is not empty. */
    String nextFilled(String expected) throws IOException {
        String line = next(expected);
        while (line.isEmpty()) {
            line = next(expected);
        }
        return line;
    }

    /** The number of the line that was read last, from 1 on. */
    int number() {
        return number;
    }

    /** The start of a text that may be long, without what is not printable; for messages. */
    static String shortened(String text) {
        String start = text.length() > SHORT ? text.substring(0, SHORT) + "..." : text;
        return start.replaceAll("[^ -~]", "?");
    }
}
