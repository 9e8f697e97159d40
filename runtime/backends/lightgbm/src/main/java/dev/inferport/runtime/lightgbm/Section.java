package dev.inferport.runtime.lightgbm;

import java.util.HashMap;
import java.util.Map;

/** The fields of one part of a model's text: lines of a name, {@code =} and a value. Not for use by several threads. */
final class Section {

    private final Map<String, String> fields = new HashMap<>();

    /** Adds a line. What has no {@code =} is a name without a value. */
    void add(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            fields.put(line, "");
        } else {
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) throws InvalidBoosterException {
        String text = fields.get(name);
        if (text == null) {
            throw new InvalidBoosterException("field '" + name + "' is missing");
        }
        return text;
    }

    int integer(String name) throws InvalidBoosterException {
        return Numbers.integer(name, text(name));
    }

    int integer(String name, int ifMissing) throws InvalidBoosterException {
        return has(name) ? integer(name) : ifMissing;
    }

    int[] integers(String name, int count) throws InvalidBoosterException {
        return Numbers.integers(name, text(name), count);
    }

    int[] unsignedIntegers(String name, int count) throws InvalidBoosterException {
        return Numbers.unsignedIntegers(name, text(name), count);
    }

    double[] numbers(String name, int count) throws InvalidBoosterException {
        return Numbers.numbers(name, text(name), count);
    }

    /** The words of a list. */
    int count(String name) throws InvalidBoosterException {
        return Numbers.count(text(name));
    }
}
