package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for {@code localhost} and 127.0.0.1 that signs itself, with its key, as PEM text: its own authority.
 *
 * @param key PKCS #8
 */
public record SignedIdentity(String certificate, String key) {

    private static final String PASSWORD = "password";

    /** Makes one; takes a second, as the JDK's tool does it. */
    public static SignedIdentity create(Path folder, String name, String algorithm) throws Exception {
        var file = folder.resolve(name + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD.toCharArray());
        }
        return new SignedIdentity(
                pem("CERTIFICATE", store.getCertificate(name).getEncoded()),
                pem("PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    /** Writes {@code <name>.crt} and {@code <name>.key}, each replaced in one step. */
    public TlsFiles serveFrom(Path folder, String name) throws Exception {
        return TlsFiles.server(
                replace(folder.resolve(name + ".crt"), certificate), replace(folder.resolve(name + ".key"), key));
    }

    /** A file with a text, in place of an older one. */
    public static Path replace(Path file, String text) throws Exception {
        var fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }
}
