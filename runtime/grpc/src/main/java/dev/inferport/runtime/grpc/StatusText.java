package dev.inferport.runtime.grpc;

/**
 * Keeps the text of a status within what clients accept: it travels percent-encoded in a trailer, and a client that
 * finds its trailers too large (8 KiB for most) sees a protocol error instead of the reason.
 */
final class StatusText {

    private static final int MAX_ENCODED_BYTES = 4096;

    /** At most four bytes of UTF-8, each written as three characters; a surrogate is half of that. */
    private static final int ENCODED_SURROGATE = 6;

    private static final int ENCODED_OTHER = 9;

    private static final String CUT = "...";

    private StatusText() {}

    static String bounded(String text) {
        int encoded = 0;
        for (int i = 0; i < text.length(); i++) {
            encoded += encodedLength(text.charAt(i));
            if (encoded > MAX_ENCODED_BYTES) {
                int end = Character.isLowSurrogate(text.charAt(i)) ? i - 1 : i;
                return text.substring(0, end) + CUT;
            }
        }
        return text;
    }

    private static int encodedLength(char character) {
        if (character >= ' ' && character < 0x7F) {
            return character == '%' ? 3 : 1;
        }
        if (character < 0x80) {
            return 3;
        }
        return Character.isSurrogate(character) ? ENCODED_SURROGATE : ENCODED_OTHER;
    }
}
