package dev.inferport.adapter.proxy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts a model's name into a message without looking into it: of a field that is there more than once, parsers take the
 * last, so the name is written after everything else. That way no message names another model than its metadata does,
 * whichever of the two the runtime reads.
 */
final class ModelName {

    /** The key of field 1, a text. */
    private static final int FIELD_ONE = 0x0a;

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final byte[] field;

    private ModelName(byte[] field) {
        this.field = field;
    }

    static ModelName of(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var field = new ByteArrayOutputStream();
        field.write(FIELD_ONE);
        var length = bytes.length;
        while (length > SEVEN_BITS) {
            field.write((length & SEVEN_BITS) | MORE);
            length >>>= 7;
        }
        field.write(length);
        field.writeBytes(bytes);
        return new ModelName(field.toByteArray());
    }

    /** Takes ownership of the message. */
    InputStream appendTo(InputStream message) {
        try {
            var length = message.available() + field.length;
            return new ForwardedMessage(new SequenceInputStream(message, new ByteArrayInputStream(field)), length);
        } catch (IOException e) {
            throw new IllegalStateException("the length of a message in memory is known", e);
        }
    }
}
