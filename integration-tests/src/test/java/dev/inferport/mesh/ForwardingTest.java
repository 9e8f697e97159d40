package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.MethodInfo;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {

    private FakeRuntime runtime;
    private MeshFixture fixture;

    @BeforeEach
    void start() throws Exception {
        runtime = new FakeRuntime();
        fixture = new MeshFixture(runtime);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        runtime.close();
    }

    @Test
    void theRequestArrivesWithTheModelsId() throws Exception {
        fixture.load("a");
        var echoed = ModelInferRequest.parseFrom(fixture.infer("a"));
        assertThat(echoed.getModelName()).isEqualTo("a");
        assertThat(echoed.getId()).isEqualTo("r-1");
    }

    @Test
    void headersPassExceptThoseBetweenClientAndMesh() {
        fixture.load("a");
        var headers = MeshFixture.naming("a");
        headers.put(text("authorization"), "Bearer x");
        headers.put(text("x-custom"), "1");
        headers.put(text("x-custom"), "2");
        headers.put(text("mm-balanced"), "true");
        headers.put(Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1, 2});
        fixture.call(headers, MeshFixture.request("a"));
        var arrived = runtime.inference.requests.get(0).headers();
        assertThat(arrived.get(text("authorization"))).isEqualTo("Bearer x");
        assertThat(arrived.getAll(text("x-custom"))).containsExactly("1", "2");
        assertThat(arrived.keys()).contains("x-bytes-bin").doesNotContain("mm-balanced");
        assertThat(arrived.getAll(text("mm-model-id"))).containsExactly("a");
    }

    @Test
    void anIdThatNoTextHeaderCanCarryIsSentAsBytesOnly() throws Exception {
        var id = "módel/1 x";
        fixture.load(id);
        assertThat(ModelInferRequest.parseFrom(fixture.infer(id)).getModelName())
                .isEqualTo(id);
        var arrived = runtime.inference.requests.get(0).headers();
        assertThat(arrived.keys()).contains("mm-model-id-bin").doesNotContain("mm-model-id");
    }

    @Test
    void bothKindsOfIdAreRefused() {
        var headers = MeshFixture.naming("a");
        headers.put(text("mm-vmodel-id"), "v");
        assertThatThrownBy(() -> fixture.call(headers, MeshFixture.request("a")))
                .hasMessage("INVALID_ARGUMENT: must include only one of model id and vmodel id");
    }

    @Test
    void aRequestThatNamesNoModelAtAllIsRefused() {
        assertThatThrownBy(() -> fixture.call(new Metadata(), MeshFixture.request("")))
                .hasMessage("INVALID_ARGUMENT: must include mm-model-id header");
    }

    @Test
    void withoutHeadersTheNameInTheMessageSelectsTheModel() throws Exception {
        fixture.load("a");
        assertThat(fixture.call(new Metadata(), MeshFixture.request("a"))).isNotEmpty();
    }

    @Test
    void anUnknownModelIsNotFound() {
        assertThatThrownBy(() -> fixture.infer("a")).hasMessage("NOT_FOUND: model not found");
    }

    @Test
    void methodsThatTheRuntimeDidNotListAreRefused() {
        assertThatThrownBy(() -> callMethod("inference.GRPCInferenceService/ServerLive"))
                .hasMessageStartingWith("UNIMPLEMENTED: Method not found or not permitted: ");
    }

    @Test
    void anyMethodPassesWhereTheRuntimeAllowsItButManagementNever() throws Exception {
        fixture.close();
        runtime.with(ready -> ready.setAllowAnyMethod(true));
        fixture = new MeshFixture(runtime);
        fixture.load("a");
        assertThat(callMethod("some.Service/Method")).isEqualTo(MeshFixture.request("a"));
        var unload = UnloadModelRequest.newBuilder().setModelId("a").build();
        assertThatThrownBy(() ->
                        ModelRuntimeGrpc.newBlockingStub(fixture.channel()).unloadModel(unload))
                .hasMessageContaining("UNIMPLEMENTED");
    }

    @Test
    void aModelThatTheRuntimeLostIsLoadedAgainAndTheRequestRepeated() throws Exception {
        fixture.load("a");
        runtime.loaded.clear();
        assertThat(ModelInferRequest.parseFrom(fixture.infer("a")).getModelName())
                .isEqualTo("a");
        assertThat(runtime.eventNames().stream().filter("load a"::equals)).hasSize(2);
        assertThat(runtime.happened("unload a")).isFalse();
    }

    @Test
    void overASeparateServingChannelALostModelIsCleanedUpFirst() throws Exception {
        try (var serving = new FakeRuntime()) {
            serving.loaded.add("other");
            fixture.close();
            fixture = new MeshFixture(MeshFixture.config(runtime).withServing(serving.endpoint()));
            runtime.loads.put("a", load -> {
                if (runtime.happened("unload a")) {
                    serving.loaded.add("a");
                }
                load.succeed();
            });
            fixture.load("a");
            assertThat(fixture.infer("a")).isNotEmpty();
            assertThat(runtime.eventNames().stream().filter(name -> name.endsWith("load a")))
                    .containsExactly("load a", "unload a", "load a");
        }
    }

    @Test
    void aRuntimeThatNeverHasTheModelIsReloadedEightTimes() {
        fixture.load("a");
        runtime.inference.behaviour =
                request -> request.fail(Status.INVALID_ARGUMENT.withDescription("Model a not found"));
        assertThatThrownBy(() -> fixture.infer("a")).hasMessage("INTERNAL: 8 retry iterations exhausted");
        assertThat(runtime.eventNames().stream().filter("load a"::equals)).hasSize(9);
    }

    @Test
    void otherFailuresPassWithThePrefixedText() {
        fixture.load("a");
        runtime.inference.behaviour = request -> request.fail(Status.RESOURCE_EXHAUSTED.withDescription("too many"));
        assertThatThrownBy(() -> fixture.infer("a"))
                .hasMessage("RESOURCE_EXHAUSTED: " + FakeRuntime.INFER + ": RESOURCE_EXHAUSTED: too many");
    }

    @Test
    void unavailableBecomesInternal() {
        fixture.load("a");
        runtime.inference.behaviour = request -> request.fail(Status.UNAVAILABLE.withDescription("io exception"));
        assertThatThrownBy(() -> fixture.infer("a")).hasMessage("INTERNAL: ModelRuntime UNAVAILABLE: io exception");
    }

    @Test
    void deadlineAndCancellationReachTheRuntime() throws Exception {
        fixture.load("a");
        var held = new LinkedBlockingQueue<EchoService.Request>();
        runtime.inference.behaviour = held::add;
        var call = fixture.inferAsync("a");
        var request = held.poll(5, TimeUnit.SECONDS);
        call.cancel(true);
        await().until(() -> request != null && request.isCancelled());
    }

    @Test
    void aSecondRequestMessageIsRefused() {
        fixture.load("a");
        var streaming = RawMessages.method(FakeRuntime.INFER).toBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
                .build();
        var answer = new StreamOutcome();
        var requests = ClientCalls.asyncClientStreamingCall(
                io.grpc.ClientInterceptors.intercept(
                                fixture.channel(),
                                io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor(MeshFixture.naming("a")))
                        .newCall(streaming, CallOptions.DEFAULT),
                answer);
        requests.onNext(MeshFixture.request("a"));
        requests.onNext(MeshFixture.request("a"));
        assertThatThrownBy(answer::get).hasMessageContaining("UNIMPLEMENTED: Streaming not supported yet");
    }

    @Test
    void aCopyTakesOnlyAsManyCallsAsItSaid() throws Exception {
        fixture.close();
        runtime.with(ready -> ready.setLimitModelConcurrency(true));
        fixture = new MeshFixture(runtime);
        fixture.load("a");
        var held = new LinkedBlockingQueue<EchoService.Request>();
        var most = new AtomicInteger();
        runtime.inference.behaviour = request -> {
            most.accumulateAndGet(held.size() + 1, Math::max);
            held.add(request);
        };
        List<ListenableFuture<byte[]>> calls = new ArrayList<>();
        for (var i = 0; i < 17; i++) {
            calls.add(fixture.inferAsync("a"));
        }
        await().until(() -> calls.stream().filter(ListenableFuture::isDone).count() == 1);
        for (var i = 0; i < 16; i++) {
            await().until(() -> !held.isEmpty());
            held.remove().echo();
        }
        await().until(() -> calls.stream().allMatch(ListenableFuture::isDone));
        assertThat(most).hasValue(1);
        var refused = calls.stream().filter(ForwardingTest::failed).toList();
        assertThat(refused).hasSize(1);
        assertThatThrownBy(() -> refused.get(0).get()).hasMessageContaining("RESOURCE_EXHAUSTED: Model queue overload");
    }

    @Test
    void emptyIdPathMeansThatTheMessageIsNotTouched() throws Exception {
        fixture.close();
        runtime.with(ready -> ready.putMethodInfos(FakeRuntime.INFER, MethodInfo.getDefaultInstance()));
        fixture = new MeshFixture(runtime);
        fixture.load("a");
        assertThat(ModelInferRequest.parseFrom(fixture.infer("a")).getModelName())
                .isEqualTo("anything");
    }

    private byte[] callMethod(String method) {
        return ClientCalls.blockingUnaryCall(
                fixture.channel(),
                RawMessages.method(method),
                CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                MeshFixture.request("a"));
    }

    private static boolean failed(ListenableFuture<byte[]> call) {
        try {
            return call.get() == null;
        } catch (Exception e) {
            return true;
        }
    }

    private static Metadata.Key<String> text(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
