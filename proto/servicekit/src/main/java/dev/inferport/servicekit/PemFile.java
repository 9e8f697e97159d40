package dev.inferport.servicekit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files; what can't be used is a sentence that never quotes the file. */
final class PemFile {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (|RSA |EC )PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    /** The algorithms of keys, and by what to try whether a key belongs to a certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFile() {}

    /** At least one. */
    static List<X509Certificate> certificates(Path file) {
        try {
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text(file).getBytes(StandardCharsets.US_ASCII)));
            if (found.isEmpty()) {
                throw unusable(file, "there is no certificate in it (expected: -----BEGIN CERTIFICATE-----)");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw unusable(file, "it has no readable certificate (expected: -----BEGIN CERTIFICATE-----)");
        }
    }

    /** The first one; PKCS #8, or the older forms for RSA (PKCS #1) and elliptic curves (SEC 1). */
    static PrivateKey privateKey(Path file) {
        var block = KEY.matcher(text(file));
        if (block.find()) {
            try {
                var der = Base64.getMimeDecoder().decode(block.group(2));
                return parse(LegacyKeys.toPkcs8(block.group(1).strip(), der));
            } catch (IllegalArgumentException | GeneralSecurityException e) {
                throw notAKey(file);
            }
        }
        throw notAKey(file);
    }

    /** A certificate and the key of another one would only fail in each handshake, without a word about why. */
    static void requirePair(X509Certificate certificate, PrivateKey key, Path certificateFile, Path keyFile)
            throws GeneralSecurityException {
        var algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return;
        }
        var probe = new byte[] {1, 2, 3};
        boolean pair;
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            var checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(probe);
            pair = checking.verify(signing.sign());
        } catch (InvalidKeyException | SignatureException e) {
            pair = false;
        }
        if (!pair) {
            throw unusable(keyFile, "it is not the key of the first certificate in " + certificateFile);
        }
    }

    static ConfigurationException unusable(Path file, String why) {
        return new ConfigurationException(List.of("TLS file " + file + ": " + why));
    }

    private static PrivateKey parse(byte[] pkcs8) throws GeneralSecurityException {
        var failure = new InvalidKeySpecException("no known algorithm");
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable(file, "it can't be read: " + e + " (expected: a PEM file that this user may read)");
        }
    }

    private static ConfigurationException notAKey(Path file) {
        return unusable(
                file, "there is no private key without a password in it (expected: -----BEGIN PRIVATE KEY-----)");
    }
}
