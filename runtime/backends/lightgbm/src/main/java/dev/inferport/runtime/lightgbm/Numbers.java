package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.HeapRoom;
import java.util.Locale;
import java.util.regex.Pattern;

/** The numbers of a model's text, in lists separated by blanks. */
final class Numbers {

    /** What Java's parser takes beyond a decimal number is not asked for: suffixes, hexadecimal digits. */
    private static final Pattern DECIMAL = Pattern.compile("[-+.0-9eE]+");

    private Numbers() {}

    static int integer(String name, String text) throws InvalidBoosterException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw invalid(name, text, "a whole number", e);
        }
    }

    static double number(String name, String text) throws InvalidBoosterException {
        try {
            return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : special(text);
        } catch (NumberFormatException e) {
            throw invalid(name, text, "a number", e);
        }
    }

    /** A list of that many whole numbers; nothing is allocated for one of another length. */
    static int[] integers(String name, String list, int count) throws InvalidBoosterException {
        requireCount(name, list, count);
        int[] values = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            int start = startOfWord(list, end);
            end = endOfWord(list, start);
            try {
                values[i] = Integer.parseInt(list, start, end, 10);
            } catch (NumberFormatException e) {
                throw invalid(name, list.substring(start, end), "a whole number", e);
            }
        }
        return values;
    }

    /** A list of that many whole numbers of 32 bits, without a sign. */
    static int[] unsignedIntegers(String name, String list, int count) throws InvalidBoosterException {
        requireCount(name, list, count);
        int[] values = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            int start = startOfWord(list, end);
            end = endOfWord(list, start);
            try {
                values[i] = Integer.parseUnsignedInt(list, start, end, 10);
            } catch (NumberFormatException e) {
                throw invalid(name, list.substring(start, end), "a whole number of 32 bits", e);
            }
        }
        return values;
    }

    /** A list of that many numbers; nothing is allocated for one of another length. */
    static double[] numbers(String name, String list, int count) throws InvalidBoosterException {
        requireCount(name, list, count);
        double[] values = new double[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            int start = startOfWord(list, end);
            end = endOfWord(list, start);
            values[i] = number(name, list.substring(start, end));
        }
        return values;
    }

    /** The words of a list. */
    static int count(String list) {
        int words = 0;
        int start = startOfWord(list, 0);
        while (start < list.length()) {
            words++;
            start = startOfWord(list, endOfWord(list, start));
        }
        return words;
    }

    private static void requireCount(String name, String list, int count) throws InvalidBoosterException {
        int words = count(list);
        HeapRoom.requireForModel((long) Double.BYTES * words);
        if (words != count) {
            throw new InvalidBoosterException(name + ": " + words + " numbers (expected: " + count + ")");
        }
    }

    private static int startOfWord(String list, int from) {
        int at = from;
        while (at < list.length() && list.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static int endOfWord(String list, int from) {
        int blank = list.indexOf(' ', from);
        return blank < 0 ? list.length() : blank;
    }

    /** As C writes what is no decimal number. */
    private static double special(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException(text);
        };
    }

    private static InvalidBoosterException invalid(String name, String text, String expected, Throwable cause) {
        return new InvalidBoosterException(
                name + ": '" + ModelLines.shortened(text) + "' (expected: " + expected + ")", cause);
    }
}
