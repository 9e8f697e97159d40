package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** Keys with certificates that they sign themselves. */
public final class KeyTool {

    public static final char[] PASSWORD = "password".toCharArray();

    private KeyTool() {}

    /** A key for an elliptic curve, and its certificate for this machine, under {@code server}. */
    public static KeyStore keys(Path file) throws Exception {
        return keys(file, "EC");
    }

    static String certificate(KeyStore keys) throws Exception {
        return pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
    }

    static String privateKey(KeyStore keys) throws Exception {
        return pem("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    static KeyStore keys(Path file, String algorithm) throws Exception {
        var password = new String(PASSWORD);
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            keys.load(bytes, PASSWORD);
        }
        return keys;
    }
}
