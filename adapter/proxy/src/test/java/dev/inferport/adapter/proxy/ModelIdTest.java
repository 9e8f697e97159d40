package dev.inferport.adapter.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mesh says in the metadata counts: for the name of the model, and for how many calls it may have. */
class ModelIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m",
                "módel/1 x",
                "a name of more than one hundred and twenty-eight bytes, so that its"
                        + " length takes two bytes in the message, which is where an encoder is easily wrong by a bit"
            })
    void theIdInTheMetadataWinsOverTheMessage(String id) throws Exception {
        try (var rig = ProxyRig.overTcp(new EchoName())) {
            var request = ModelInferRequest.newBuilder()
                    .setModelName("another")
                    .addRawInputContents(ByteString.copyFrom(new byte[100_000]))
                    .build();

            assertThat(infer(rig, id).modelInfer(request).getModelName()).isEqualTo(id);
        }
    }

    @Test
    void aNameThatIsThereTwiceNamesNoOtherModel() throws Exception {
        try (var rig = ProxyRig.overTcp(new EchoName())) {
            var twice = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(twice);
            out.writeString(1, "a");
            out.writeString(1, "b");
            out.flush();
            var headers = new Metadata();
            headers.put(RawMethods.ID, "a");
            var call = rig.client.newCall(
                    RawMethods.method("inference.GRPCInferenceService/ModelInfer", MethodType.UNARY),
                    CallOptions.DEFAULT);

            var recorder = send(call, headers, twice.toByteArray());

            assertThat(recorder.awaitStatus().isOk()).isTrue();
            assertThat(ModelInferResponse.parseFrom(recorder.messages.get(0)).getModelName())
                    .isEqualTo("a");
        }
    }

    @Test
    void withoutAnIdAMessageStaysAsItIs() throws Exception {
        try (var rig = ProxyRig.overTcp(new EchoName())) {
            var request = ModelInferRequest.newBuilder().setModelName("mine").build();
            var stub = GRPCInferenceServiceGrpc.newBlockingStub(rig.client).withDeadlineAfter(20, TimeUnit.SECONDS);

            assertThat(stub.modelInfer(request).getModelName()).isEqualTo("mine");
        }
    }

    @Test
    void aMethodThatNamesNoModelIsNotTouched() throws Exception {
        try (var rig = ProxyRig.overTcp()) {
            var headers = new Metadata();
            headers.put(RawMethods.ID, "m");

            var recorder = send(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), headers, new byte[] {7});

            assertThat(recorder.awaitStatus().isOk()).isTrue();
            assertThat(recorder.messages.get(0)).containsExactly(7);
        }
    }

    @Test
    void aModelTakesOnlyAsManyCallsAsItMayAndAnotherIsNotHeldUp() throws Exception {
        try (var rig = ProxyRig.limitedTo(1)) {
            var first = new Metadata();
            first.put(RawMethods.ID_BIN, "m".getBytes(StandardCharsets.UTF_8));
            var busy = rig.client.newCall(RawMethods.SILENT, CallOptions.DEFAULT);
            busy.start(new Recorder(), first);
            assertThat(rig.raw.silentStarted.await(10, TimeUnit.SECONDS)).isTrue();

            var refused = send(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), copy("m"), new byte[1]);
            var other = send(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), copy("n"), new byte[1]);

            assertThat(refused.awaitStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.awaitStatus().getDescription()).startsWith("Model m has 1 calls under way");
            assertThat(other.awaitStatus().isOk()).isTrue();
            busy.cancel("done", null);
            await().until(() -> rig.registry.busyModels() == 0);
            var again = send(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), copy("m"), new byte[1]);
            assertThat(again.awaitStatus().isOk()).isTrue();
        }
    }

    @Test
    void anObserverSeesEachCallBeginAndEndOnce() throws Exception {
        try (var rig = ProxyRig.overTcp()) {
            send(rig.client.newCall(RawMethods.ECHO, CallOptions.DEFAULT), new Metadata(), new byte[1])
                    .awaitStatus();
            send(rig.client.newCall(RawMethods.FAIL, CallOptions.DEFAULT), new Metadata(), new byte[1])
                    .awaitStatus();

            await().untilAsserted(() -> assertThat(rig.seen)
                    .containsExactlyInAnyOrder(
                            "raw.Raw/Echo", "raw.Raw/Echo OK", "raw.Raw/Fail", "raw.Raw/Fail FAILED_PRECONDITION"));
        }
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelConcurrency(-1));
    }

    private static Recorder send(ClientCall<byte[], byte[]> call, Metadata headers, byte[] message) {
        var recorder = new Recorder();
        call.start(recorder, headers);
        call.request(2);
        call.sendMessage(message);
        call.halfClose();
        return recorder;
    }

    private static Metadata copy(String id) {
        var headers = new Metadata();
        headers.put(RawMethods.ID, id);
        return headers;
    }

    private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub infer(ProxyRig rig, String id) {
        var headers = new Metadata();
        headers.put(RawMethods.ID_BIN, id.getBytes(StandardCharsets.UTF_8));
        return GRPCInferenceServiceGrpc.newBlockingStub(rig.client)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static final class EchoName extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> responses) {
            responses.onNext(ModelInferResponse.newBuilder()
                    .setModelName(request.getModelName())
                    .build());
            responses.onCompleted();
        }
    }
}
