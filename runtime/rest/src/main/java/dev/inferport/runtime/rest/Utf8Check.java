package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes. For use by one thread. */
final class Utf8Check {

    private static final int WINDOW = 1024;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer window = CharBuffer.allocate(WINDOW);

    /** Whether every element of a BYTES tensor is well-formed UTF-8. */
    boolean isText(Tensor tensor) {
        for (int i = 0; i < tensor.elementCount(); i++) {
            if (!isText(tensor.element(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isText(ByteBuffer bytes) {
        decoder.reset();
        CoderResult result;
        do {
            result = decoder.decode(bytes, window.clear(), true);
        } while (result.isOverflow());
        return !result.isError();
    }
}
