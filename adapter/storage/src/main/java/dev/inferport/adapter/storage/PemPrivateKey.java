package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads private keys that are not encrypted, in the three forms that tools write: PKCS #8, and the older ones for RSA
 * (PKCS #1) and for elliptic curves (SEC 1), which become PKCS #8 by putting the name of the algorithm in front.
 */
public final class PemPrivateKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (|RSA |EC )PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int CURVE = 0xa0;

    private PemPrivateKey() {}

    /**
     * The first private key in a text.
     *
     * @param setting the name of the setting it comes from, for the sentences of errors
     * @throws LoadException INVALID_ARGUMENT if there is none that Java knows
     */
    public static PrivateKey of(String setting, String pem) throws LoadException {
        // Secrets that went through an environment variable often have the two characters instead of the line break.
        var block = BLOCK.matcher(pem.replace("\\n", "\n"));
        if (block.find()) {
            try {
                var der = Base64.getMimeDecoder().decode(block.group(2));
                return key(pkcs8(block.group(1), der));
            } catch (IllegalArgumentException | BufferUnderflowException | InvalidKeySpecException e) {
                throw notAKey(setting);
            }
        }
        throw notAKey(setting);
    }

    private static PrivateKey key(byte[] pkcs8) throws InvalidKeySpecException {
        var failure = new InvalidKeySpecException("no known algorithm");
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This Java runtime lacks " + algorithm, e);
            }
        }
        throw failure;
    }

    private static byte[] pkcs8(String form, byte[] der) {
        return switch (form) {
            case "RSA " -> field(SEQUENCE, VERSION_0, RSA, field(OCTETS, der));
            case "EC " -> field(SEQUENCE, VERSION_0, field(SEQUENCE, EC, curve(der)), field(OCTETS, der));
            default -> der;
        };
    }

    /** SEC 1 has the name of the curve inside, in a field of its own. */
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
        throw new IllegalArgumentException("no curve");
    }

    /** Reads tag and length of a DER field and steps over it. */
    private static ByteBuffer content(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length > 0x80) {
            int octets = length & 0x7f;
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
            field.write(0x82);
            field.write(content.size() >> 8);
        } else if (content.size() >= 0x80) {
            field.write(0x81);
        }
        field.write(content.size());
        field.writeBytes(content.toByteArray());
        return field.toByteArray();
    }

    /** Without a cause, which might quote the key. */
    private static LoadException notAKey(String setting) {
        return new LoadException(
                Reason.INVALID_ARGUMENT,
                "The '" + setting
                        + "' of the storage is not a PEM private key without a password; expected is text that"
                        + " starts with -----BEGIN PRIVATE KEY-----.");
    }
}
