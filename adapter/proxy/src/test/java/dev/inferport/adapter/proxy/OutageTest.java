package dev.inferport.adapter.proxy;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static io.grpc.stub.ClientCalls.futureUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcLimits;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Cancellation, and a runtime that is down, restarts or hangs. */
class OutageTest {

    private static final MethodDescriptor<InputStream, InputStream> FORWARDED_ECHO =
            MethodDescriptor.<InputStream, InputStream>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(RawMethods.ECHO.getFullMethodName())
                    .setRequestMarshaller(new MessageMarshaller())
                    .setResponseMarshaller(new MessageMarshaller())
                    .build();

    private final ProxyRig rig = ProxyRig.overTcp();

    OutageTest() throws Exception {}

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void cancellationReachesTheRuntime() throws Exception {
        ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.SILENT, CallOptions.DEFAULT);
        call.start(new Recorder(), new Metadata());
        call.sendMessage(new byte[1 << 20]);
        assertThat(rig.raw.silentStarted.await(5, TimeUnit.SECONDS)).isTrue();

        call.cancel("changed my mind", null);
        assertThat(rig.raw.silentCancelled.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExpiredDeadlineCancelsTheRuntimesHalf() throws Exception {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(3, TimeUnit.SECONDS);
        ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.SILENT, options);
        var recorder = new Recorder();
        call.start(recorder, new Metadata());
        call.sendMessage(new byte[1 << 20]);

        assertThat(recorder.awaitStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(rig.raw.silentCancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRuntimeThatIsDownIsUnavailableAtOnce() {
        rig.stopRuntime();
        long begin = System.nanoTime();
        Status status = echo();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription())
                .startsWith("the runtime is unreachable: ")
                .contains("refused");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aRestartHealsByItself() throws Exception {
        assertThat(echo().isOk()).isTrue();
        for (int i = 0; i < 2; i++) {
            rig.stopRuntime();
            await().until(() -> echo().getCode() == Status.Code.UNAVAILABLE);
            rig.startRuntime();
            await().atMost(Duration.ofSeconds(5)).until(() -> echo().isOk());
        }
    }

    @Test
    void aRuntimeThatComesBackIsFoundWithoutACall() throws Exception {
        rig.stopRuntime();
        try (var loops = EventLoops.create("watch", 1);
                var backend = ProxyBackend.of(rig.runtimeEndpoint(), loops, GrpcLimits.UNLIMITED)) {
            var call = backend.newCall(FORWARDED_ECHO);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            await().until(() -> backend.state() == ConnectivityState.TRANSIENT_FAILURE);
            rig.startRuntime();
            await().atMost(Duration.ofSeconds(5)).until(() -> backend.state() == ConnectivityState.READY);
        }
    }

    @Test
    void aBrokenConnectionIsTriedAgainEveryHalfSecond() throws Exception {
        var attempts = new AtomicInteger();
        Thread hangUp;
        try (var hostile = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                var loops = EventLoops.create("watch", 1);
                var backend = ProxyBackend.of(
                        Endpoint.tcp("127.0.0.1", hostile.getLocalPort()), loops, GrpcLimits.UNLIMITED)) {
            hangUp = new Thread(() -> hangUpOnEveryone(hostile, attempts));
            hangUp.start();
            backend.newCall(FORWARDED_ECHO).start(new ClientCall.Listener<>() {}, new Metadata());
            // Left to itself, gRPC would try three times in five seconds.
            await().atMost(Duration.ofSeconds(5)).until(() -> attempts.get() >= 6);
        }
        hangUp.join(5_000);
        assertThat(hangUp.isAlive()).isFalse();
    }

    @Test
    void aRuntimeThatDiesFailsTheCallsInFlight() throws Exception {
        var recorders = new ArrayList<Recorder>();
        for (int i = 0; i < 20; i++) {
            ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.SILENT, CallOptions.DEFAULT);
            var recorder = new Recorder();
            call.start(recorder, new Metadata());
            call.sendMessage(new byte[100_000]);
            recorders.add(recorder);
        }
        assertThat(rig.raw.silentStarted.await(5, TimeUnit.SECONDS)).isTrue();
        rig.stopRuntime();
        for (Recorder recorder : recorders) {
            assertThat(recorder.awaitStatus().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);
        }
    }

    @RepeatedTest(10)
    void aSecondAnswerToAUnaryMethodIsAnErrorAndLeavesNoBuffer() throws Exception {
        String unary = "inference.GRPCInferenceService/ModelInfer";
        var twice = RawMethods.method(unary, MethodDescriptor.MethodType.SERVER_STREAMING);
        BindableService service = () -> ServerServiceDefinition.builder("inference.GRPCInferenceService")
                .addMethod(twice, ServerCalls.asyncServerStreamingCall((request, responses) -> {
                    responses.onNext(new byte[100_000]);
                    responses.onNext(new byte[100_000]);
                    responses.onCompleted();
                }))
                .build();
        try (var other = ProxyRig.overTcp(service)) {
            ClientCall<byte[], byte[]> call = other.client.newCall(twice, CallOptions.DEFAULT);
            var recorder = new Recorder();
            call.start(recorder, new Metadata());
            call.request(3);
            call.sendMessage(new byte[1]);
            call.halfClose();
            assertThat(recorder.awaitStatus().isOk()).isFalse();
        }
    }

    @Test
    void aUnaryRequestThatIsCancelledBeforeItsEndLeavesNoBuffer() throws Exception {
        var unfinished = RawMethods.method(
                "inference.GRPCInferenceService/ModelInfer", MethodDescriptor.MethodType.BIDI_STREAMING);
        for (int i = 0; i < 5; i++) {
            long before = rig.buffers.metric().usedDirectMemory();
            ClientCall<byte[], byte[]> call = rig.client.newCall(unfinished, CallOptions.DEFAULT);
            var recorder = new Recorder();
            call.start(recorder, new Metadata());
            call.sendMessage(new byte[100_000]);
            await().until(() -> rig.buffers.metric().usedDirectMemory() >= before + 100_000);
            call.cancel("at a bad moment", null);
            await().until(() -> rig.buffers.metric().usedDirectMemory() <= before + 10_000);
        }
    }

    @Test
    void aMessageThatNeverGotAConnectionIsReleased() throws Exception {
        // The kernel accepts connections for this socket, but nobody ever speaks HTTP/2 on it.
        try (var mute = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
                var other = ProxyRig.before(Endpoint.tcp("127.0.0.1", mute.getLocalPort()))) {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS);
            var answers = new ArrayList<Future<byte[]>>();
            for (int i = 0; i < 10; i++) {
                answers.add(futureUnaryCall(other.client.newCall(RawMethods.ECHO, options), new byte[1 << 20]));
            }
            for (Future<byte[]> answer : answers) {
                await().until(answer::isDone);
            }
            // Closing the rig asserts that no buffer is left.
        }
    }

    private static void hangUpOnEveryone(ServerSocket listener, AtomicInteger attempts) {
        try {
            while (true) {
                listener.accept().close();
                attempts.incrementAndGet();
            }
        } catch (IOException e) {
            assertThat(listener.isClosed()).isTrue();
        }
    }

    private Status echo() {
        try {
            blockingUnaryCall(
                    rig.client,
                    RawMethods.ECHO,
                    CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                    new byte[10]);
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }
}
