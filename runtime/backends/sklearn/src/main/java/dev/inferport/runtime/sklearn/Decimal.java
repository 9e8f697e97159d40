package dev.inferport.runtime.sklearn;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Numbers as protocol 0 writes them. */
final class Decimal {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,2500}");
    private static final Pattern REAL = Pattern.compile("[+-]?[0-9.]{1,40}([eE][+-]?[0-9]{1,5})?");

    private Decimal() {}

    /** An integer with or without a trailing {@code L}; {@code 00} and {@code 01} are False and True. */
    static Object integer(String line) {
        if (line.equals("00") || line.equals("01")) {
            return line.equals("01");
        }
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        if (!INTEGER.matcher(digits).matches()) {
            throw Py.unexpected(line, "an integer");
        }
        return narrow(new BigInteger(digits));
    }

    static long index(String line) {
        if (integer(line) instanceof Long index) {
            return index;
        }
        throw Py.unexpected(line, "the number of a remembered value");
    }

    static Object real(String line) {
        return switch (line) {
            case "nan", "-nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!REAL.matcher(line).matches()) {
                    throw Py.unexpected(line, "a number");
                }
                yield Double.parseDouble(line);
            }
        };
    }

    static Object narrow(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }
}
