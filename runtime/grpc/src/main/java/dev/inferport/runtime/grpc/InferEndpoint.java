package dev.inferport.runtime.grpc;

import com.google.protobuf.ByteString;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.concurrent.CompletionStage;

/** Inference: one request with one answer, or a stream of both. */
final class InferEndpoint {

    private final InferenceRuntime runtime;

    InferEndpoint(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    CompletionStage<Reply<ModelInferResponse>> unary(ByteString bytes, IncomingCall call) {
        ModelInferRequest message = ProtoRequests.parse(bytes);
        boolean raw = ProtoTensors.isRaw(message);
        InferenceRequest request = ProtoTensors.decode(message, call.model(message.getModelName()), call.headers());
        return runtime.infer(request, call.call())
                .thenApply(response ->
                        new Reply<>(ProtoOutputs.encode(response, raw), ResponseTrailers.of(response.headers())));
    }

    ServerCall.Listener<ByteString> stream(ServerCall<ByteString, ModelInferResponse> serverCall, Metadata headers) {
        InferStream stream = new InferStream(serverCall, IncomingCall.of(headers));
        stream.start(runtime);
        return stream;
    }
}
