package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in memory, on the heap: a response that is dropped needs no release. */
final class JsonBytes extends ByteArrayOutputStream {

    private static final int INITIAL_SIZE = 512;

    private JsonBytes() {
        super(INITIAL_SIZE);
    }

    /** What writes one JSON value. */
    @FunctionalInterface
    interface Value {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static ByteBuf of(JsonFactory factory, Value value) {
        JsonBytes bytes = new JsonBytes();
        try (JsonGenerator generator = factory.createGenerator(bytes)) {
            value.writeTo(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Unpooled.wrappedBuffer(bytes.buf, 0, bytes.count);
    }
}
