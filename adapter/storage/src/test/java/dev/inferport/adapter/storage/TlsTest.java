package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsTest {

    private HttpsServer server;
    private String certificate;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        var keys = KeyTool.keys(folder.resolve("keys.p12"));
        certificate = KeyTool.certificate(keys);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, KeyTool.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aCertificateOfTheStorageIsTrusted() throws Exception {
        var transport =
                new HttpTransport(HttpTimeouts.defaults(), Optional.of(TlsTrust.of(certificate)), HttpProxies.none());
        try (var reply = transport.get(uri(), Map.of(), Cancellation.none())) {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body().readAllBytes()).asString().isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @CsvSource({"verify_ssl, false, 127.0.0.1", "S3_VERIFY_SSL, 0, localhost"})
    void onlyAStorageThatSaysSoTrustsWhoeverAnswers(String name, String value, String host) throws Exception {
        var trust = TlsTrust.of(StorageConfig.of("s3", Map.of(name, value)));
        var elsewhere = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        try (var reply = new HttpTransport(HttpTimeouts.defaults(), trust, HttpProxies.none())
                .get(elsewhere, Map.of(), Cancellation.none())) {
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(TlsTrust.of(StorageConfig.of("s3", Map.of(name, "true")))).isEmpty();
    }

    @Test
    void anUnknownAuthorityIsNoTransientFailure() {
        var transport = new HttpTransport(HttpTimeouts.defaults());
        var failure =
                catchThrowableOfType(LoadException.class, () -> transport.get(uri(), Map.of(), Cancellation.none()));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(failure).hasMessageContaining("'certificate'");
    }

    @Test
    void textThatIsNoCertificateIsRefused() {
        for (var text : new String[] {"", "hidden", "-----BEGIN CERTIFICATE-----\nhidden\n-----END CERTIFICATE-----"}) {
            var failure = catchThrowableOfType(LoadException.class, () -> TlsTrust.of(text));
            assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
            assertThat(failure).message().doesNotContain("hidden");
        }
    }

    private URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/");
    }
}
