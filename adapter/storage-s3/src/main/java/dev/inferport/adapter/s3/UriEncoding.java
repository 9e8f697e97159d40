package dev.inferport.adapter.s3;

import java.nio.charset.StandardCharsets;

/** Percent-encoding exactly as the signature defines it: UTF-8, everything but letters, digits and {@code -._~}. */
final class UriEncoding {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriEncoding() {}

    static String all(String text) {
        return encode(text, PLAIN);
    }

    /** Leaves slashes as they are. */
    static String path(String text) {
        return encode(text, PLAIN + "/");
    }

    private static String encode(String text, String plain) {
        var encoded = new StringBuilder(text.length() + 16);
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (plain.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX[(octet >> 4) & 0xf]).append(HEX[octet & 0xf]);
            }
        }
        return encoded.toString();
    }
}
