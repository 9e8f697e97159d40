package dev.inferport.servicekit;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static io.grpc.stub.ClientCalls.futureUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcOverEndpointsTest {

    private static final Metadata.Key<String> LONG = Metadata.Key.of("long", Metadata.ASCII_STRING_MARSHALLER);

    private final Path directory;

    private final EventLoops loops = EventLoops.create("test-loop", 1);
    private final EchoService echo = new EchoService();
    private final AtomicReference<@Nullable String> authority = new AtomicReference<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Warnings warnings = new Warnings();

    GrpcOverEndpointsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void watchWarnings() {
        warnings.install();
    }

    @AfterEach
    void closeAll() throws Exception {
        echo.release.countDown();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        loops.close();
        assertThat(loops.group().isTerminated()).isTrue();
        warnings.uninstall();
        assertThat(warnings.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "unix"})
    void aCallIsAnsweredOverEitherKind(String kind) throws Exception {
        ListeningServer server = serve(endpoint(kind), GrpcLimits.UNLIMITED);
        ManagedChannel channel = channelTo(server.endpoint(), GrpcLimits.UNLIMITED);

        assertThat(call(channel, new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertThat(call(channel, new byte[8 << 20])).hasSize(8 << 20);
        assertThat(authority.get()).startsWith(kind.equals("unix") ? "localhost" : "127.0.0.1:" + server.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"port", "unix"})
    void aMessageLimitIsKept(String kind) throws Exception {
        warnings.expect("Exception processing message");
        ListeningServer server = serve(endpoint(kind), GrpcLimits.UNLIMITED.withMaxMessageBytes(1000));
        ManagedChannel channel = channelTo(server.endpoint(), GrpcLimits.UNLIMITED);

        assertThat(call(channel, new byte[1000])).hasSize(1000);
        assertThatThrownBy(() -> call(channel, new byte[1001]))
                .isInstanceOf(StatusRuntimeException.class)
                .extracting(e -> Status.fromThrowable(e).getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    }

    @Test
    void metadataLargerThanTheDefaultOfGrpcPasses() throws Exception {
        ListeningServer server = serve(endpoint("port"), GrpcLimits.UNLIMITED);
        ManagedChannel channel = channelTo(server.endpoint(), GrpcLimits.UNLIMITED);
        var headers = new Metadata();
        headers.put(LONG, "x".repeat(16 * 1024));

        var attached = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(blockingUnaryCall(attached, EchoService.ECHO, CallOptions.DEFAULT, new byte[1]))
                .hasSize(1);
    }

    @Test
    void aBusyPortIsSaidToBeBusy() throws Exception {
        ListeningServer first = serve(endpoint("port"), GrpcLimits.UNLIMITED);

        assertThatThrownBy(() -> serve(first.endpoint(), GrpcLimits.UNLIMITED))
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("port " + first.port() + " is in use on 127.0.0.1:");
    }

    @Test
    void anAddressOfAnotherMachineIsNotSaidToBeBusy() {
        assertThatThrownBy(() -> serve(Endpoint.tcp("192.0.2.1", 0), GrpcLimits.UNLIMITED))
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("cannot listen on 192.0.2.1:0: ");
    }

    @Test
    void aSocketWithAListenerIsSaidToBeBusyAndLeftAlone() throws Exception {
        ListeningServer first = serve(endpoint("unix"), GrpcLimits.UNLIMITED);

        assertThatThrownBy(() -> serve(first.endpoint(), GrpcLimits.UNLIMITED))
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("the socket " + first.endpoint() + " is in use:");
        assertThat(call(channelTo(first.endpoint(), GrpcLimits.UNLIMITED), new byte[1]))
                .hasSize(1);
    }

    @Test
    void aSocketFileThatACrashLeftIsReplaced() throws Exception {
        var endpoint = (Endpoint.UnixSocket) endpoint("unix");
        try (var crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(endpoint.path()));
        }
        assertThat(endpoint.path()).exists();

        ListeningServer server = serve(endpoint, GrpcLimits.UNLIMITED);
        assertThat(call(channelTo(server.endpoint(), GrpcLimits.UNLIMITED), new byte[1]))
                .hasSize(1);
    }

    @Test
    void aFileThatIsNoSocketIsNeverDeleted() throws Exception {
        var endpoint = (Endpoint.UnixSocket) endpoint("unix");
        Files.writeString(endpoint.path(), "precious");

        assertThatThrownBy(() -> serve(endpoint, GrpcLimits.UNLIMITED))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("is not a socket");
        assertThat(endpoint.path()).hasContent("precious");
    }

    @Test
    void theDirectoryIsCreatedAndTheSocketRemovedOnStop() throws Exception {
        Path path = directory.resolve("new/deeper/grpc.sock");
        ListeningServer server = GrpcServers.builder(Endpoint.unix(path), loops)
                .socketPermissions(PosixFilePermissions.fromString("rw-rw-rw-"))
                .start();
        opened.add(server);
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));

        server.stop(Duration.ofSeconds(5));
        assertThat(path).doesNotExist();
        server.stop(Duration.ofSeconds(5));
    }

    @Test
    void stopLetsACallInFlightFinish() throws Exception {
        ListeningServer server = serve(endpoint("port"), GrpcLimits.UNLIMITED);
        var answer = futureUnaryCall(waitCall(server), new byte[] {7});
        assertThat(echo.waiting.await(5, TimeUnit.SECONDS)).isTrue();

        var stopping = new Thread(() -> server.stop(Duration.ofSeconds(30)));
        stopping.start();
        echo.release.countDown();
        assertThat(answer.get(5, TimeUnit.SECONDS)).containsExactly(7);
        stopping.join(5_000);
        assertThat(stopping.isAlive()).isFalse();
    }

    @Test
    void stopCancelsACallThatOutlivesTheBudget() throws Exception {
        ListeningServer server = serve(endpoint("port"), GrpcLimits.UNLIMITED);
        warnings.expect("event=calls_cancelled");
        var answer = futureUnaryCall(waitCall(server), new byte[] {7});
        assertThat(echo.waiting.await(5, TimeUnit.SECONDS)).isTrue();

        server.stop(Duration.ofMillis(50));
        assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(echo.cancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aChannelToPortZeroIsRefused() {
        assertThatThrownBy(() -> GrpcChannels.builder(Endpoint.parse("port:0"), loops))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("port: 0 (expected: ");
    }

    @Test
    void limitsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new GrpcLimits(0, 1)).hasMessageContaining("maxMessageBytes: 0");
        assertThatThrownBy(() -> new GrpcLimits(-2, 1)).hasMessageContaining("maxMessageBytes: -2");
        assertThatThrownBy(() -> new GrpcLimits(-1, 0)).hasMessageContaining("maxMetadataBytes: 0");
        assertThatThrownBy(() -> EventLoops.create("x", 0)).hasMessage("threads: 0 (expected: >= 1)");
    }

    private Endpoint endpoint(String kind) {
        return kind.equals("unix") ? Endpoint.unix(directory.resolve("grpc.sock")) : Endpoint.parse("port:0");
    }

    private ListeningServer serve(Endpoint endpoint, GrpcLimits limits) throws CannotListenException {
        ListeningServer server = GrpcServers.builder(endpoint, loops)
                .limits(limits)
                .configure(netty -> netty.addService(echo.definition()).intercept(new AuthorityRecorder()))
                .start();
        opened.add(server);
        return server;
    }

    private ManagedChannel channelTo(Endpoint endpoint, GrpcLimits limits) {
        ManagedChannel channel = GrpcChannels.builder(endpoint, loops)
                .limits(limits)
                .disableRetries()
                .build();
        opened.add(0, () -> channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS));
        return channel;
    }

    private ClientCall<byte[], byte[]> waitCall(ListeningServer server) {
        return channelTo(server.endpoint(), GrpcLimits.UNLIMITED).newCall(EchoService.WAIT, CallOptions.DEFAULT);
    }

    private static byte[] call(ManagedChannel channel, byte[] request) {
        return blockingUnaryCall(channel, EchoService.ECHO, CallOptions.DEFAULT, request);
    }

    private final class AuthorityRecorder implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            authority.set(call.getAuthority());
            return next.startCall(call, headers);
        }
    }
}
