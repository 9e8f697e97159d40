package dev.inferport.runtime.backendkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages files: the same seed does the same damage. */
final class Mutation {

    private static final String[] WILD_NUMBERS = {
        "2147483647", "-2147483648", "99999999999999", "1e308", "-1", "nan", "0", ""
    };

    private Mutation() {}

    static byte[] of(byte[] whole, int seed) {
        Random random = new Random(seed);
        int at = random.nextInt(whole.length);
        int length = 1 + random.nextInt(Math.min(64, whole.length - at));
        return switch (seed % 8) {
            case 0 -> Arrays.copyOf(whole, at);
            case 1 -> flipped(whole, at, 1 << random.nextInt(8));
            case 2 -> scattered(whole, random);
            case 3 -> filled(whole, at, 1 + random.nextInt(8), (byte) (random.nextBoolean() ? 0x7F : 0xFF));
            case 4 -> joined(whole, 0, at + length, whole, at, whole.length);
            case 5 -> joined(whole, 0, at, whole, at + length, whole.length);
            case 6 -> moved(whole, at, length, random.nextInt(whole.length));
            default -> wildNumber(whole, at, WILD_NUMBERS[random.nextInt(WILD_NUMBERS.length)]);
        };
    }

    private static byte[] flipped(byte[] whole, int at, int bit) {
        byte[] copy = whole.clone();
        copy[at] ^= (byte) bit;
        return copy;
    }

    private static byte[] scattered(byte[] whole, Random random) {
        byte[] copy = whole.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    /** What makes a length in binary too large, or negative. */
    private static byte[] filled(byte[] whole, int at, int length, byte value) {
        byte[] copy = whole.clone();
        Arrays.fill(copy, at, Math.min(copy.length, at + length), value);
        return copy;
    }

    private static byte[] moved(byte[] whole, int at, int length, int to) {
        byte[] copy = whole.clone();
        System.arraycopy(whole, at, copy, to, Math.min(length, copy.length - to));
        return copy;
    }

    /** What makes a length in text too large, or negative: the next digit becomes another number. */
    private static byte[] wildNumber(byte[] whole, int from, String number) {
        int at = from;
        while (at < whole.length - 1 && (whole[at] < '0' || whole[at] > '9')) {
            at++;
        }
        byte[] digits = number.getBytes(StandardCharsets.US_ASCII);
        byte[] start = joined(whole, 0, at, digits, 0, digits.length);
        return joined(start, 0, start.length, whole, at + 1, whole.length);
    }

    private static byte[] joined(byte[] first, int from, int to, byte[] second, int secondFrom, int secondTo) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first, from, to - from);
        bytes.write(second, secondFrom, secondTo - secondFrom);
        return bytes.toByteArray();
    }
}
