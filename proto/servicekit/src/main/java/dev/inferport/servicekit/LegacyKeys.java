package dev.inferport.servicekit;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Turns the older forms of private keys, PKCS #1 for RSA and SEC 1 for elliptic curves, into PKCS #8 by putting the
 * name of the algorithm in front. Certificate managers write them by default.
 */
final class LegacyKeys {

    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;
    private static final int LONG_FORM = 0x80;

    private LegacyKeys() {}

    /**
     * PKCS #8 of a key.
     *
     * @param form {@code RSA}, {@code EC}, or empty where it is PKCS #8 already
     * @throws IllegalArgumentException if the key ends early or names no curve
     */
    static byte[] toPkcs8(String form, byte[] der) {
        try {
            return switch (form) {
                case "RSA" -> field(SEQUENCE, VERSION_0, RSA, field(OCTETS, der));
                case "EC" -> field(SEQUENCE, VERSION_0, field(SEQUENCE, EC, curve(der)), field(OCTETS, der));
                default -> der;
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the key ends early", e);
        }
    }

    private static byte[] curve(byte[] der) {
        var fields = content(ByteBuffer.wrap(der));
        while (fields.hasRemaining()) {
            int tag = fields.get(fields.position()) & 0xff;
            var content = content(fields);
            if (tag == CURVE) {
                var name = new byte[content.remaining()];
                content.get(name);
                return name;
            }
        }
        throw new IllegalArgumentException("the key names no curve");
    }

    /** Steps over one field, and returns what is in it. */
    private static ByteBuffer content(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length > LONG_FORM) {
            int octets = length - LONG_FORM;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (der.get() & 0xff);
            }
        }
        var content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] field(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var field = new ByteArrayOutputStream();
        field.write(tag);
        // DER has the shortest form of a length only.
        if (content.size() > 0xff) {
            field.write(LONG_FORM + 2);
            field.write(content.size() >> 8);
        } else if (content.size() >= LONG_FORM) {
            field.write(LONG_FORM + 1);
        }
        field.write(content.size());
        field.writeBytes(content.toByteArray());
        return field.toByteArray();
    }
}
