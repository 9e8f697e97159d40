package dev.inferport.adapter.storage;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;

/** A key for an elliptic curve as OpenSSL writes it: number, curve and public key (RFC 5915, section 3). */
final class Sec1 {

    private Sec1() {}

    /**
     * The bytes of an {@code EC PRIVATE KEY}.
     *
     * @param curve its name as DER, in hexadecimal digits
     */
    static byte[] of(KeyPair pair, String curve) {
        var key = (ECPrivateKey) pair.getPrivate();
        int size = (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        var spki = pair.getPublic().getEncoded();
        var point = Arrays.copyOfRange(spki, spki.length - 1 - 2 * size, spki.length);
        return field(
                0x30,
                new byte[] {2, 1, 1},
                field(0x04, number(key.getS(), size)),
                field(0xa0, HexFormat.of().parseHex(curve)),
                field(0xa1, field(0x03, new byte[] {0}, point)));
    }

    private static byte[] number(BigInteger number, int size) {
        var bytes = number.toByteArray();
        var padded = new byte[size];
        int kept = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - kept, padded, size - kept, kept);
        return padded;
    }

    private static byte[] field(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var field = new ByteArrayOutputStream();
        field.write(tag);
        if (content.size() > 0x7f) {
            field.write(0x81);
        }
        field.write(content.size());
        field.writeBytes(content.toByteArray());
        return field.toByteArray();
    }
}
