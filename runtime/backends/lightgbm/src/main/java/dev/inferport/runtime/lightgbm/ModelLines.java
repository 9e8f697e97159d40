package dev.inferport.runtime.lightgbm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The lines of a model's text, one after the other. Not for use by several threads. */
final class ModelLines {

    private static final int SHORT = 40;

    private final BufferedReader reader;
    private int number;

    /** Lines from a stream; whoever opened it closes it. */
    ModelLines(InputStream in) {
        // Names of features may be in any encoding; nothing that is read for its meaning is beyond ASCII.
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    }

    /**
     * The next line, which may be empty.
     *
     * @param expected what has to come, for the message
     * @throws InvalidBoosterException where there is no more line
     */
    String next(String expected) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new InvalidBoosterException(
                    "the file ends after line " + number + " (expected: " + expected + "); is it complete?");
        }
        number++;
        return line;
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
