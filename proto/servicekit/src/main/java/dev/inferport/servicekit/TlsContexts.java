package dev.inferport.servicekit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes a TLS context of what certificate files hold at one moment. */
final class TlsContexts {

    private static final char[] NO_PASSWORD = {};

    private TlsContexts() {}

    /** @throws ConfigurationException naming the file that can't be used */
    static SSLContext read(TlsFiles files) {
        var keys = files.certificate().isPresent() && files.key().isPresent()
                ? identity(files.certificate().get(), files.key().get())
                : null;
        var authorities = files.authorities().isPresent()
                ? authorities(files.authorities().get())
                : null;
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, authorities, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks TLS", e);
        }
    }

    private static KeyManager @Nullable [] identity(Path certificate, Path key) {
        List<X509Certificate> chain = PemFile.certificates(certificate);
        var privateKey = PemFile.privateKey(key);
        try {
            PemFile.requirePair(chain.get(0), privateKey, certificate, key);
            var store = emptyStore();
            store.setKeyEntry("own", privateKey, NO_PASSWORD, chain.toArray(new Certificate[0]));
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw PemFile.unusable(key, "it can't be used with " + certificate + ": " + e.getMessage());
        }
    }

    private static TrustManager[] authorities(Path file) {
        try {
            var store = emptyStore();
            for (var certificate : PemFile.certificates(file)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw PemFile.unusable(file, "its certificates can't be used: " + e.getMessage());
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
