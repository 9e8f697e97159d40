package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelMetadataResponse;
import dev.inferport.wire.inference.ModelReadyRequest;
import dev.inferport.wire.inference.ModelReadyResponse;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What clients ask about one model. */
final class ModelEndpoint {

    private final InferenceRuntime runtime;
    private final Executor blocking;

    ModelEndpoint(InferenceRuntime runtime, Executor blocking) {
        this.runtime = runtime;
        this.blocking = blocking;
    }

    /**
     * True in service, false while the first load runs. A model that is not loaded is NOT_FOUND, as for inference, so
     * that a mesh that believes it is here learns the truth; a version that is not loaded is INVALID_ARGUMENT.
     */
    CompletionStage<Reply<ModelReadyResponse>> ready(ModelReadyRequest request, IncomingCall call) {
        String model = call.model(request.getName());
        return Reply.from(
                () -> ModelReadyResponse.newBuilder()
                        .setReady(isReady(model, version(request.getVersion())))
                        .build(),
                blocking);
    }

    CompletionStage<Reply<ModelMetadataResponse>> metadata(ModelMetadataRequest request, IncomingCall call) {
        String model = call.model(request.getName());
        return Reply.from(() -> ProtoMetadata.encode(runtime.metadata(model, version(request.getVersion()))), blocking);
    }

    private boolean isReady(String model, Optional<String> version) {
        if (runtime.isModelReady(model, version)) {
            return true;
        }
        try {
            runtime.metadata(model, version);
            return true;
        } catch (InferenceException e) {
            if (e.reason() == Reason.NOT_READY) {
                return false;
            }
            throw e;
        }
    }

    /** An empty text means the default version. */
    private static Optional<String> version(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
