package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The encoding of a path segment: {@code %2F} is a slash; unlike in forms, a plus sign is a plus sign. */
final class PercentEncoding {

    private static final int HEX = 16;

    private PercentEncoding() {}

    /** @throws RestException (400) for a sign that is not followed by two digits, or what is not UTF-8 then */
    static String decode(String segment) {
        if (segment.chars().allMatch(c -> c < 0x80 && c != '%')) {
            return segment;
        }
        byte[] encoded = segment.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer decoded = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                decoded.put((byte) (digit(encoded, i + 1) * HEX + digit(encoded, i + 2)));
                i += 2;
            } else {
                decoded.put(encoded[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw bad();
        }
    }

    private static int digit(byte[] encoded, int index) {
        int digit = index < encoded.length ? Character.digit(encoded[index], HEX) : -1;
        if (digit < 0) {
            throw bad();
        }
        return digit;
    }

    private static RestException bad() {
        return new RestException(
                HttpResponseStatus.BAD_REQUEST, "the path can't be decoded (expected: UTF-8, percent-encoded)");
    }
}
