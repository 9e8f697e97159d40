package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that asks for a certificate. */
final class ClientCertificateTest {

    private static final ModelId ID = new ModelId("m");

    private Path folder;
    private HttpsServer server;
    private KeyStore serverKeys;
    private Puller puller;

    @BeforeEach
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary;
        serverKeys = KeyTool.keys(folder.resolve("server.p12"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/m", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        server.createContext("/downgrade", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/m");
                exchange.sendResponseHeaders(302, -1);
            }
        });
        puller = Puller.open(PullerSettings.of(folder.resolve("models"), folder)
                .withDiskReserveBytes(0)
                .withRetries(new RetryPolicy(1, Duration.ZERO, Duration.ZERO)));
    }

    @AfterEach
    void close() {
        puller.close();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void aClientWithACertificateIsLetIn(String algorithm) throws Exception {
        var client = KeyTool.keys(folder.resolve("client.p12"), algorithm);
        serve(client);
        var pulled = pull(
                "m",
                Map.of("client_certificate", KeyTool.certificate(client), "client_key", KeyTool.privateKey(client)));
        assertThat(pulled.modelPath()).hasContent("ok");
    }

    @Test
    void aClientWithoutACertificateIsNotLetIn() throws Exception {
        serve(KeyTool.keys(folder.resolve("client.p12")));
        assertThat(failure("m", Map.of()).reason()).isIn(Reason.UNAVAILABLE, Reason.PERMISSION_DENIED);
    }

    @Test
    void aCertificateNeedsItsKey() throws Exception {
        var client = KeyTool.keys(folder.resolve("client.p12"));
        var certificate = KeyTool.certificate(client);
        assertThat(failure("m", Map.of("client_certificate", certificate)).reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
        var failure = failure("m", Map.of("client_certificate", certificate, "client_key", "hidden"));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().contains("client_key").doesNotContain("hidden");
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        var client = KeyTool.keys(folder.resolve("client.p12"));
        serve(client);
        var failure = failure(
                "downgrade",
                Map.of("client_certificate", KeyTool.certificate(client), "client_key", KeyTool.privateKey(client)));
        assertThat(failure.reason()).isEqualTo(Reason.FAILED_PRECONDITION);
    }

    private void serve(KeyStore client) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.getCertificate("server"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(serverKeys, KeyTool.PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.start();
    }

    private LoadException failure(String path, Map<String, String> fields) {
        return catchThrowableOfType(LoadException.class, () -> pull(path, fields));
    }

    private PulledModel pull(String path, Map<String, String> fields) throws Exception {
        var all = new HashMap<>(fields);
        all.put("url", "https://localhost:" + server.getAddress().getPort());
        all.put("certificate", KeyTool.certificate(serverKeys));
        var request = new PullRequest(ID, StorageConfig.of("https", all), path, Optional.empty());
        return puller.pull(request, Cancellation.none());
    }
}
