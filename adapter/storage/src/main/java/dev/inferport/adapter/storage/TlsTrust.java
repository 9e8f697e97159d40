package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom to believe over HTTPS. */
public final class TlsTrust {

    private static final Logger log = LoggerFactory.getLogger(TlsTrust.class);

    private TlsTrust() {}

    /**
     * What a storage says: {@code certificate} (PEM text, or in a stored entry the absolute path of a file with it) has
     * the authorities to trust instead of the platform's; {@code verify_ssl: "false"} trusts whoever answers.
     *
     * @return empty for the platform's trust
     * @throws LoadException INVALID_ARGUMENT if the certificate is none
     */
    public static Optional<SSLSocketFactory> of(StorageConfig config) throws LoadException {
        if (!config.flag("verify_ssl", "S3_VERIFY_SSL").orElse(true)) {
            log.warn("event=tls_verification_off type={}", config.type());
            return Optional.of(factory(null, new TrustManager[] {new TrustEveryone()}));
        }
        var certificate = config.text("certificate", "AWS_CA_BUNDLE");
        return certificate.isPresent() ? Optional.of(of(certificate.get())) : Optional.empty();
    }

    /**
     * Trusts the given authorities instead of the platform's.
     *
     * @param pem one or more certificates as PEM text
     * @throws LoadException INVALID_ARGUMENT if it is none
     */
    public static SSLSocketFactory of(String pem) throws LoadException {
        return factory(null, authorities(pem));
    }

    /**
     * Trusts the given authorities, if any, instead of the platform's, and shows who we are to a server that asks.
     *
     * @param pem one or more certificates as PEM text
     * @param certificate our own as PEM text, with what leads from it to its authority
     * @param key the private key of {@code certificate} as PEM text
     * @throws LoadException INVALID_ARGUMENT if one of them is not what it should be
     */
    public static SSLSocketFactory of(Optional<String> pem, String certificate, String key) throws LoadException {
        try {
            var chain = certificates("client_certificate", certificate);
            var store = emptyStore();
            var password = new char[0];
            store.setKeyEntry(
                    "client", PemPrivateKey.of("client_key", key), password, chain.toArray(new Certificate[0]));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return factory(keys.getKeyManagers(), pem.isEmpty() ? null : authorities(pem.get()));
        } catch (GeneralSecurityException | IOException e) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The 'client_key' of the storage can't be used with its 'client_certificate'; check that they belong"
                            + " together.",
                    e);
        }
    }

    private static SSLSocketFactory factory(KeyManager @Nullable [] keys, TrustManager @Nullable [] authorities) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, authorities, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime lacks TLS", e);
        }
    }

    private static TrustManager[] authorities(String pem) throws LoadException {
        try {
            var store = emptyStore();
            for (var certificate : certificates("certificate", pem)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw notCertificates("certificate", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String setting, String pem) throws LoadException {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
            if (certificates.isEmpty()) {
                throw new CertificateException("there is no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw notCertificates(setting, e);
        }
    }

    private static LoadException notCertificates(String setting, Exception e) {
        return new LoadException(
                Reason.INVALID_ARGUMENT,
                "The '" + setting + "' of the storage is not a PEM certificate; expected is text that starts with"
                        + " -----BEGIN CERTIFICATE-----.",
                e);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    /** Whether a failed handshake means that the server is not believed, which no repetition will change. */
    static boolean isDistrust(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }
}
