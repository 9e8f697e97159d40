package dev.inferport.servicekit;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.servicekit.TlsFiles.ClientAuth;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on each kind of listener, with certificates that are replaced while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private final Path keys;
    private final Path folder;
    private final Warnings warnings = new Warnings();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private SignedIdentity first = new SignedIdentity("", "");
    private SignedIdentity second = first;
    private EventLoops loops = EventLoops.create("tls", 1);

    TlsTest(@TempDir Path folder) {
        this.keys = folder;
        this.folder = folder;
    }

    @BeforeAll
    void makeIdentities() throws Exception {
        first = SignedIdentity.create(keys, "first", "EC");
        second = SignedIdentity.create(keys, "second", "RSA");
    }

    @BeforeEach
    void watchWarnings() {
        warnings.install();
        loops = EventLoops.create("tls", 1);
    }

    @AfterEach
    void close() throws Exception {
        for (var resource : opened) {
            resource.close();
        }
        opened.clear();
        loops.close();
        warnings.uninstall();
        assertThat(warnings.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "unix"})
    void aCallIsAnsweredOverTls(String kind) throws Exception {
        var server = serve(kind, first.serveFrom(folder, "server"));
        var client = channel(server, TlsFiles.client(authorities(first)));

        assertThat(call(client)).containsExactly(1);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() throws Exception {
        var server = serve("port", first.serveFrom(folder, "server"));
        var client = channel(server, TlsFiles.client(authorities(second)));

        assertUnavailable(client);
    }

    @Test
    void aPlainClientIsNotAnswered() throws Exception {
        var server = serve("port", first.serveFrom(folder, "server"));
        var client = opened(GrpcChannels.builder(server.endpoint(), loops).build());

        assertUnavailable(client);
    }

    @Test
    void mutualTlsLetsInOnlyWhoHasACertificate() throws Exception {
        var files = first.serveFrom(folder, "server");
        var server = serve(
                "port",
                TlsFiles.mutualServer(
                        files.certificate().orElseThrow(), files.key().orElseThrow(), authorities(second)));
        var own = second.serveFrom(folder, "client");
        var stranger = channel(server, TlsFiles.client(authorities(first)));
        var known = channel(
                server,
                TlsFiles.client(authorities(first))
                        .withIdentity(own.certificate().orElseThrow(), own.key().orElseThrow()));

        assertUnavailable(stranger);
        assertThat(call(known)).containsExactly(1);
    }

    @Test
    void anOptionalCertificateMayBeMissingButNotWrong() throws Exception {
        var files = first.serveFrom(folder, "server");
        var server = serve(
                "port",
                new TlsFiles(files.certificate(), files.key(), Optional.of(authorities(second)), ClientAuth.OPTIONAL));
        var nobody = channel(server, TlsFiles.client(authorities(first)));

        assertThat(call(nobody)).containsExactly(1);
    }

    @Test
    void replacedCertificatesServeTheNextConnectionAndOldOnesStayOpen() throws Exception {
        var files = first.serveFrom(folder, "server");
        var server = serve("port", files);
        var before = channel(server, TlsFiles.client(authorities(first)));
        assertThat(call(before)).containsExactly(1);

        second.serveFrom(folder, "server");

        assertThat(call(channel(server, TlsFiles.client(authorities(second))))).containsExactly(1);
        assertUnavailable(channel(server, TlsFiles.client(authorities(first))));
        assertThat(call(before)).as("an open connection").containsExactly(1);
    }

    @Test
    void halfReplacedFilesLeaveTheLastGoodOnesInForce() throws Exception {
        var files = first.serveFrom(folder, "server");
        var server = serve("port", files);
        warnings.expect("event=tls_reload_failed");

        SignedIdentity.replace(files.certificate().orElseThrow(), second.certificate());

        assertThat(call(channel(server, TlsFiles.client(authorities(first))))).containsExactly(1);
        assertThat(warnings.all()).hasSize(1);
        SignedIdentity.replace(files.key().orElseThrow(), second.key());
        assertThat(call(channel(server, TlsFiles.client(authorities(second))))).containsExactly(1);
    }

    @Test
    void theAdminPortSpeaksTlsToo() throws Exception {
        var files = first.serveFrom(folder, "server");
        var admin = opened(AdminServer.builder(Endpoint.tcp("127.0.0.1", 0))
                .tls(Tls.open(files))
                .start());

        assertThat(live(admin, first)).isEqualTo(200);
        second.serveFrom(folder, "server");
        assertThat(live(admin, second)).isEqualTo(200);
        assertThatThrownBy(() -> live(admin, first)).isInstanceOf(IOException.class);
    }

    @Test
    void theAdminPortMayAskForCertificates() throws Exception {
        var files = first.serveFrom(folder, "server");
        var admin = opened(AdminServer.builder(Endpoint.tcp("127.0.0.1", 0))
                .tls(Tls.open(TlsFiles.mutualServer(
                        files.certificate().orElseThrow(), files.key().orElseThrow(), authorities(second))))
                .start());

        assertThatThrownBy(() -> live(admin, first)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA", "EC, EC"})
    void theOlderFormsOfKeysAreRead(String algorithm, String form) throws Exception {
        var identity = algorithm.equals("EC") ? first : second;
        var pkcs8 = java.util.Base64.getMimeDecoder().decode(identity.key().replaceAll("-----[A-Z ]+-----", ""));
        var text = SignedIdentity.pem(form + " PRIVATE KEY", OlderForm.of(algorithm, pkcs8));
        var files = TlsFiles.server(
                SignedIdentity.replace(folder.resolve("older.crt"), identity.certificate()),
                SignedIdentity.replace(folder.resolve("older.key"), text));

        assertThat(call(channel(serve("port", files), TlsFiles.client(authorities(identity)))))
                .containsExactly(1);
    }

    @Test
    void whatCannotBeUsedIsASentenceThatNamesTheFile() throws Exception {
        var good = first.serveFrom(folder, "good");
        var crt = good.certificate().orElseThrow();
        var key = good.key().orElseThrow();
        var text = Files.writeString(folder.resolve("notes.txt"), "hello");
        var other = SignedIdentity.replace(folder.resolve("other.key"), second.key());

        assertRefused(TlsFiles.server(folder.resolve("none.crt"), key), "none.crt: it can't be read");
        assertRefused(TlsFiles.server(text, key), "notes.txt: ");
        assertRefused(TlsFiles.server(crt, text), "notes.txt: there is no private key without a password in it");
        assertRefused(TlsFiles.server(crt, other), "other.key: it is not the key of the first certificate in ");
        assertRefused(TlsFiles.client(text), "notes.txt: ");
    }

    @Test
    void theEnvironmentNamesTheFiles() {
        var none = Environment.of(Map.of());
        assertThat(TlsFiles.ofServer(none, "X")).isEmpty();
        assertThat(TlsFiles.ofClient(none, "X")).isEmpty();
        var all = Environment.of(
                Map.of("X_TLS_CERT_FILE", "/c", "X_TLS_KEY_FILE", "/k", "X_TLS_CLIENT_CA_FILE", "/a", "Y_TLS", "true"));
        assertThat(TlsFiles.ofServer(all, "X"))
                .contains(TlsFiles.mutualServer(Path.of("/c"), Path.of("/k"), Path.of("/a")));
        assertThat(TlsFiles.ofClient(all, "Y"))
                .contains(new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), ClientAuth.NONE));
        all.check();

        assertProblem(Map.of("X_TLS_CERT_FILE", "/c"), "X_TLS_*: TLS: a certificate without its key");
        assertProblem(Map.of("X_TLS_CLIENT_CA_FILE", "/a"), "X_TLS_CLIENT_CA_FILE is set, but no certificate");
        assertProblem(
                Map.of("X_TLS_CERT_FILE", "/c", "X_TLS_KEY_FILE", "/k", "X_TLS_CLIENT_AUTH", "require"),
                "X_TLS_*: TLS client authentication: REQUIRE without authorities");
        assertProblem(Map.of("X_TLS_CLIENT_AUTH", "maybe"), "X_TLS_CLIENT_AUTH: 'maybe'");
    }

    private static void assertProblem(Map<String, String> variables, String sentence) {
        var environment = Environment.of(variables);
        assertThat(TlsFiles.ofServer(environment, "X")).isEmpty();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(environment::check)
                .withMessageContaining(sentence);
    }

    private static void assertRefused(TlsFiles files, String sentence) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Tls.open(files))
                .withMessageContaining(sentence);
    }

    private static void assertUnavailable(ManagedChannel client) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> call(client))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }

    private Path authorities(SignedIdentity identity) throws Exception {
        return SignedIdentity.replace(
                folder.resolve("ca-" + Integer.toHexString(identity.hashCode()) + ".crt"), identity.certificate());
    }

    private ListeningServer serve(String kind, TlsFiles files) throws Exception {
        var endpoint = kind.equals("unix") ? Endpoint.unix(folder.resolve("tls.sock")) : Endpoint.parse("port:0");
        return opened(GrpcServers.builder(endpoint, loops)
                .tls(Tls.open(files))
                .configure(netty -> netty.addService(new EchoService().definition()))
                .start());
    }

    private ManagedChannel channel(ListeningServer server, TlsFiles files) {
        return opened(GrpcChannels.builder(server.endpoint(), loops)
                .tls(Tls.open(files))
                .build());
    }

    private ManagedChannel opened(ManagedChannel channel) {
        opened.add(0, () -> channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS));
        return channel;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.add(resource);
        return resource;
    }

    private static byte[] call(ManagedChannel channel) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        return blockingUnaryCall(channel, EchoService.ECHO, options, new byte[] {1});
    }

    private int live(AdminServer admin, SignedIdentity authority) throws Exception {
        var client = HttpClient.newBuilder()
                .sslContext(TlsContexts.read(TlsFiles.client(authorities(authority))))
                .build();
        var uri = URI.create("https://127.0.0.1:" + admin.endpoint().port() + "/live");
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
