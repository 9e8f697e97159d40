package dev.inferport.runtime.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a message in the encoding of Protocol Buffers, field by field. Not for use by several threads. */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoWriter number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    ProtoWriter text(int field, String text) {
        return bytes(field, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    ProtoWriter message(int field, ProtoWriter message) {
        return bytes(field, ByteBuffer.wrap(message.toBytes()));
    }

    ProtoWriter bytes(int field, ByteBuffer bytes) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(bytes.remaining());
        byte[] content = new byte[bytes.remaining()];
        bytes.duplicate().get(content);
        out.writeBytes(content);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
