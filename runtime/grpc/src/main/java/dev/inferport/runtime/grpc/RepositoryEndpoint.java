package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.core.IndexEntry;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse;
import dev.inferport.wire.inference.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelLoadResponse;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The repository extension. A load or an unload goes on where its caller does not wait for the end of it. */
final class RepositoryEndpoint {

    private final InferenceRuntime runtime;
    private final Executor blocking;

    RepositoryEndpoint(InferenceRuntime runtime, Executor blocking) {
        this.runtime = runtime;
        this.blocking = blocking;
    }

    CompletionStage<Reply<RepositoryIndexResponse>> index(RepositoryIndexRequest request, IncomingCall call) {
        return Reply.from(() -> index(request.getReady()), blocking);
    }

    CompletionStage<Reply<RepositoryModelLoadResponse>> load(RepositoryModelLoadRequest request, IncomingCall call) {
        return runtime.load(named(request.getModelName()))
                .thenApply(done -> Reply.of(RepositoryModelLoadResponse.getDefaultInstance()));
    }

    CompletionStage<Reply<RepositoryModelUnloadResponse>> unload(
            RepositoryModelUnloadRequest request, IncomingCall call) {
        return runtime.unload(named(request.getModelName()))
                .thenApply(done -> Reply.of(RepositoryModelUnloadResponse.getDefaultInstance()));
    }

    private RepositoryIndexResponse index(boolean readyOnly) {
        RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
        for (IndexEntry entry : runtime.index(readyOnly)) {
            index.addModels(ModelIndex.newBuilder()
                    .setName(entry.name())
                    .setVersion(entry.version())
                    .setState(entry.state().name())
                    .setReason(entry.reason()));
        }
        return index.build();
    }

    /** A name that is one. */
    static String named(String model) {
        if (model.isEmpty()) {
            throw new InferenceException("model_name: empty (expected: the name of a model in the repository)");
        }
        return model;
    }
}
