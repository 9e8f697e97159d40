package dev.inferport.adapter.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The V2 protocol itself, by its generated stubs: unary methods are forwarded as such. */
class InferenceTest {

    private final ProxyRig rig = ProxyRig.overTcp(new EchoInference());

    InferenceTest() throws Exception {}

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void eachInferenceGetsItsOwnAnswer() throws Exception {
        var stub = GRPCInferenceServiceGrpc.newFutureStub(rig.client);
        var answers = new ArrayList<Future<ModelInferResponse>>();
        for (int i = 0; i < 1000; i++) {
            answers.add(stub.modelInfer(request(i)));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(response(request(i)));
        }
    }

    @Test
    void aLargeInferencePassesInOnePiece() {
        var stub = GRPCInferenceServiceGrpc.newBlockingStub(rig.client);
        ModelInferRequest request = request(1).toBuilder()
                .addRawInputContents(ByteString.copyFrom(new byte[16 << 20]))
                .build();
        assertThat(stub.modelInfer(request)).isEqualTo(response(request));
    }

    private static ModelInferRequest request(int id) {
        return ModelInferRequest.newBuilder()
                .setModelName("model-" + id)
                .setId("request-" + id)
                .addRawInputContents(ByteString.copyFromUtf8("payload-" + id))
                .build();
    }

    private static ModelInferResponse response(ModelInferRequest request) {
        return ModelInferResponse.newBuilder()
                .setModelName(request.getModelName())
                .setId(request.getId())
                .addAllRawOutputContents(request.getRawInputContentsList())
                .build();
    }

    private static final class EchoInference extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> responses) {
            responses.onNext(response(request));
            responses.onCompleted();
        }
    }
}
