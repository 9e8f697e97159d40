package dev.inferport.adapter.proxy;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.servicekit.Endpoint;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single calls: payloads, metadata, status, deadlines, and what isn't forwarded. */
class ForwardingTest {

    private final ProxyRig rig = ProxyRig.overTcp();

    ForwardingTest() throws Exception {}

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 65_535, 65_536, 65_537, 5 << 20})
    void aMessageOfAnySizeArrivesUnchanged(int size) {
        byte[] payload = random(size);
        assertThat(echo(payload)).isEqualTo(payload);
    }

    @Test
    void aMessageOfSixtyFourMebibytesArrivesUnchanged() {
        byte[] payload = random(64 << 20);
        assertThat(echo(payload)).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource({"port, unix", "unix, port", "unix, unix"})
    void eitherHopMayBeAUnixSocket(String front, String back, @TempDir Path directory) throws Exception {
        try (var other = ProxyRig.between(endpoint(front, directory, "front"), endpoint(back, directory, "back"))) {
            byte[] payload = random(1 << 20);
            assertThat(blockingUnaryCall(other.client, RawMethods.ECHO, soon(), payload))
                    .isEqualTo(payload);
        }
    }

    @Test
    void aCompressedRequestWorks() {
        byte[] payload = new byte[1 << 20];
        assertThat(blockingUnaryCall(rig.client, RawMethods.ECHO, soon().withCompression("gzip"), payload))
                .isEqualTo(payload);
    }

    @Test
    void metadataPassesBothWays() throws Exception {
        var headers = new Metadata();
        headers.put(RawMethods.ID, "model-1");
        headers.put(RawMethods.ID_BIN, "m\u00f6dell/1 x".getBytes(StandardCharsets.UTF_8));
        var traceparent = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
        headers.put(traceparent, "00-1-2-01");
        headers.put(traceparent, "00-1-3-01");
        Recorder recorder = unary(RawMethods.DESCRIBE.getFullMethodName(), headers, CallOptions.DEFAULT);

        assertThat(recorder.awaitStatus().isOk()).isTrue();
        Metadata seen = Objects.requireNonNull(rig.raw.headers.get());
        Metadata back = Objects.requireNonNull(recorder.headers);
        for (Metadata metadata : new Metadata[] {seen, back}) {
            assertThat(metadata.get(RawMethods.ID)).isEqualTo("model-1");
            assertThat(metadata.get(RawMethods.ID_BIN)).isEqualTo("m\u00f6dell/1 x".getBytes(StandardCharsets.UTF_8));
            assertThat(metadata.getAll(traceparent)).containsExactly("00-1-2-01", "00-1-3-01");
        }
        assertThat(Objects.requireNonNull(recorder.trailers).get(RawMethods.TRAILER))
                .isEqualTo("after success");
    }

    @Test
    void aFailureArrivesWithTextDetailsAndTrailers() throws Exception {
        Recorder recorder = unary(RawMethods.FAIL.getFullMethodName(), new Metadata(), CallOptions.DEFAULT);

        Status status = recorder.awaitStatus();
        Metadata trailers = Objects.requireNonNull(recorder.trailers);
        assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(status.getDescription()).isEqualTo("nicht bereit: \u00e4\u6a21\u578b");
        assertThat(trailers.get(RawMethods.DETAILS)).containsExactly(0, 1, 0xff);
        assertThat(trailers.get(RawMethods.TRAILER)).isEqualTo("t");
    }

    @Test
    void theDeadlineReachesTheRuntimeWithLessTimeLeft() throws Exception {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
        Recorder recorder = unary(RawMethods.DESCRIBE.getFullMethodName(), new Metadata(), options);

        recorder.awaitStatus();
        long left = Long.parseLong(new String(recorder.messages.get(0), StandardCharsets.UTF_8));
        assertThat(left).isBetween(10_000L, 20_000L);
    }

    @Test
    void aCallWithoutDeadlineHasNoneAtTheRuntime() throws Exception {
        Recorder recorder = unary(RawMethods.DESCRIBE.getFullMethodName(), new Metadata(), CallOptions.DEFAULT);
        recorder.awaitStatus();
        assertThat(new String(recorder.messages.get(0), StandardCharsets.UTF_8)).isEqualTo("-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmesh.ModelRuntime/loadModel", "mmesh.Anything/x", "mmesh.deeper.Service/x"})
    void reservedPackagesAreNeverForwarded(String method) throws Exception {
        Recorder recorder = unary(method, new Metadata(), CallOptions.DEFAULT);
        assertThat(recorder.awaitStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(rig.registry.lookupMethod(method, null)).isNull();
        assertThat(rig.registry.lookupMethod("mmeshed.Other/x", null)).isNotNull();
    }

    @Test
    void aMethodThatTheRuntimeLacksIsUnimplemented() throws Exception {
        Recorder recorder = unary("no.Such/Method", new Metadata(), CallOptions.DEFAULT);
        Status status = recorder.awaitStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(status.getDescription()).contains("no.Such/Method");
    }

    @Test
    void inventedMethodNamesTakeNoMemoryThatStays() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(rig.registry.lookupMethod("hostile.S/M" + i, null)).isNotNull();
        }
        rig.registry.lookupMethod("hostile.S/" + "x".repeat(ProxyRegistry.MAX_KEPT_NAME_LENGTH), null);
        assertThat(rig.registry.keptDefinitions()).isEqualTo(ProxyRegistry.MAX_KEPT);
        String known = "inference.GRPCInferenceService/ModelInfer";
        assertThat(rig.registry.lookupMethod(known, null)).isSameAs(rig.registry.lookupMethod(known, null));
    }

    @Test
    void onlyKnownMethodsAreTakenForUnary() {
        assertThat(typeOf("inference.GRPCInferenceService/ModelInfer")).isEqualTo(MethodType.UNARY);
        assertThat(typeOf("inference.GRPCInferenceService/ModelStreamInfer")).isEqualTo(MethodType.UNKNOWN);
        assertThat(typeOf("raw.Raw/Echo")).isEqualTo(MethodType.UNKNOWN);
    }

    @Test
    void rulesThatCannotMatchAreRefused() {
        assertThatThrownBy(() -> new ProxyRules(Set.of("ModelInfer"), Set.of(), Set.of(), 0))
                .hasMessage("unary method: 'ModelInfer' (expected: package.Service/Method)");
        assertThatThrownBy(() -> ProxyRules.v2(Set.of("mmesh.")))
                .hasMessage("reserved package: 'mmesh.' (expected: a protobuf package, such as a.b)");
    }

    @Test
    void aHeaderBlockOfSixteenKibibytesPasses() {
        var headers = new Metadata();
        headers.put(RawMethods.TRAILER, "x".repeat(16 * 1024));
        var channel = ClientInterceptors.intercept(rig.client, MetadataUtils.newAttachHeadersInterceptor(headers));
        assertThat(blockingUnaryCall(channel, RawMethods.ECHO, soon(), new byte[1]))
                .hasSize(1);
    }

    private static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private MethodType typeOf(String method) {
        return Objects.requireNonNull(rig.registry.lookupMethod(method, null))
                .getMethodDescriptor()
                .getType();
    }

    private byte[] echo(byte[] payload) {
        return blockingUnaryCall(rig.client, RawMethods.ECHO, soon(), payload);
    }

    private Recorder unary(String method, Metadata headers, CallOptions options) {
        ClientCall<byte[], byte[]> call = rig.client.newCall(RawMethods.method(method, MethodType.UNARY), options);
        var recorder = new Recorder();
        call.start(recorder, headers);
        call.request(2);
        call.sendMessage(new byte[] {1});
        call.halfClose();
        return recorder;
    }

    private static Endpoint endpoint(String kind, Path directory, String name) {
        return kind.equals("unix") ? Endpoint.unix(directory.resolve(name)) : Endpoint.parse("port:0");
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
