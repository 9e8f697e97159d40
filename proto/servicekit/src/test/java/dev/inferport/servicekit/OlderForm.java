package dev.inferport.servicekit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes the older form of a private key out of PKCS #8, where it is the last field; for an elliptic curve it then names
 * its curve itself, as {@code openssl ecparam -genkey} writes it.
 */
final class OlderForm {

    private static final int OCTETS = 0x04;

    private OlderForm() {}

    static byte[] of(String algorithm, byte[] pkcs8) {
        var outer = content(ByteBuffer.wrap(pkcs8));
        content(outer);
        var name = content(outer);
        content(name);
        var curve = algorithm.equals("EC") ? content(name) : ByteBuffer.allocate(0);
        while (outer.get(outer.position()) != OCTETS) {
            content(outer);
        }
        var inner = bytes(content(outer));
        return algorithm.equals("EC") ? withCurve(inner, bytes(curve)) : inner;
    }

    private static byte[] withCurve(byte[] sec1, byte[] curve) {
        var fields = bytes(content(ByteBuffer.wrap(sec1)));
        var privateEnd = 3 + 2 + fields[4];
        var body = ByteBuffer.allocate(privateEnd + 4 + curve.length)
                .put(Arrays.copyOf(fields, privateEnd))
                .put((byte) 0xa0)
                .put((byte) (curve.length + 2))
                .put((byte) 0x06)
                .put((byte) curve.length)
                .put(curve)
                .array();
        return ByteBuffer.allocate(body.length + 2)
                .put((byte) 0x30)
                .put((byte) body.length)
                .put(body)
                .array();
    }

    private static ByteBuffer content(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length > 0x80) {
            int octets = length - 0x80;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (der.get() & 0xff);
            }
        }
        var content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
