package dev.inferport.adapter.storage;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Percent-encoding of UTF-8, of everything but the characters that RFC 3986 calls unreserved. */
public final class UriEncoding {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriEncoding() {}

    /** Everything, slashes included. */
    public static String all(String text) {
        return encode(text, PLAIN);
    }

    /** Leaves slashes as they are. */
    public static String path(String text) {
        return encode(text, PLAIN + "/");
    }

    /** Names and values of a query or a form, in the order of the map. */
    public static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> all(parameter.getKey()) + "=" + all(parameter.getValue()))
                .collect(Collectors.joining("&"));
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
