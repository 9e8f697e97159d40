package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.SignedIdentity;
import dev.inferport.servicekit.Tls;
import dev.inferport.servicekit.TlsFiles;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ServerLiveRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ListenersTest {

    private final EventLoops loops = EventLoops.create("tls-client", 1);

    private Path folder;
    private Path root;
    private TlsFiles server;
    private TlsFiles client;

    @BeforeAll
    void makeCertificates(@TempDir Path given) throws Exception {
        folder = given;
        root = Files.createDirectories(folder.resolve("models"));
        server = SignedIdentity.create(folder, "server", "EC").serveFrom(folder, "server");
        client = SignedIdentity.create(folder, "client", "EC").serveFrom(folder, "client");
    }

    @AfterAll
    void closeLoops() {
        loops.close();
    }

    @Test
    void eachPortSpeaksTlsWithTheCertificateThatItWasGiven() throws Exception {
        Map<String, String> variables = certificates("INFERPORT");
        variables.putAll(certificates("INFERPORT_METRICS"));
        try (StartedServer started = StartedServer.start(root, variables)) {
            Tls trusting = Tls.open(TlsFiles.client(server.certificate().orElseThrow()));

            assertThat(status(trusting.context(), started.ports().rest(), "/v2/health/live"))
                    .isEqualTo(200);
            assertThat(status(trusting.context(), started.ports().metrics().orElseThrow(), "/metrics"))
                    .isEqualTo(200);
            assertThat(live(trusting, started.ports().grpc())).isTrue();
        }
    }

    @Test
    void whoSpeaksNoTlsLeavesNoWarningInTheLog() throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(record.getMessage());
                }
            }
        };
        Logger logger = Logger.getLogger("");
        logger.addHandler(handler);
        try (StartedServer started = StartedServer.start(root, certificates("INFERPORT"));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), started.ports().rest())) {
            socket.getOutputStream().write("GET /v2 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            // Until the server closes the connection.
            socket.getInputStream().readAllBytes();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void withAnAuthorityOfClientsOnlyTheirsAreServed() throws Exception {
        Map<String, String> variables = certificates("INFERPORT");
        variables.put(
                "INFERPORT_TLS_CLIENT_CA_FILE",
                client.certificate().orElseThrow().toString());
        try (StartedServer started = StartedServer.start(root, variables)) {
            TlsFiles stranger = TlsFiles.client(server.certificate().orElseThrow());
            Tls unknown = Tls.open(stranger);
            Tls known = Tls.open(stranger.withIdentity(
                    client.certificate().orElseThrow(), client.key().orElseThrow()));

            assertThat(status(known.context(), started.ports().rest(), "/v2/health/live"))
                    .isEqualTo(200);
            assertThat(live(known, started.ports().grpc())).isTrue();
            assertThatThrownBy(() -> status(unknown.context(), started.ports().rest(), "/v2/health/live"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> live(unknown, started.ports().grpc())).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void aUnixSocketTakesGrpcBesideThePort() throws Exception {
        Path socket = folder.resolve("grpc.sock");
        Path removed = socket;
        try (StartedServer started = StartedServer.start(root, Map.of("INFERPORT_GRPC_SOCKET", socket.toString()))) {
            ManagedChannel channel =
                    GrpcChannels.builder(Endpoint.unix(socket), loops).build();
            try {
                assertThat(live(channel)).isTrue();
            } finally {
                channel.shutdownNow();
            }
            assertThat(started.grpc()
                            .serverLive(ServerLiveRequest.getDefaultInstance())
                            .getLive())
                    .isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
        }
        assertThat(removed).doesNotExist();
    }

    private Map<String, String> certificates(String prefix) {
        return new HashMap<>(Map.of(
                prefix + "_TLS_CERT_FILE", server.certificate().orElseThrow().toString(),
                prefix + "_TLS_KEY_FILE", server.key().orElseThrow().toString()));
    }

    private static int status(SSLContext context, int port, String path) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private boolean live(Tls tls, int port) {
        ManagedChannel channel = GrpcChannels.builder(Endpoint.tcp(Endpoint.LOOPBACK, port), loops)
                .tls(tls)
                .build();
        try {
            return live(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static boolean live(ManagedChannel channel) {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .serverLive(ServerLiveRequest.getDefaultInstance())
                .getLive();
    }
}
