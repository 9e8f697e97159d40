package dev.inferport.runtime.grpc;

import dev.inferport.runtime.core.IndexEntry;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.wire.inference.repository.ModelRepositoryServiceGrpc;
import dev.inferport.wire.inference.repository.RepositoryIndexRequest;
import dev.inferport.wire.inference.repository.RepositoryIndexResponse;
import dev.inferport.wire.inference.repository.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.repository.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.repository.RepositoryModelLoadResponse;
import dev.inferport.wire.inference.repository.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.repository.RepositoryModelUnloadResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * {@code inference.model_repository.ModelRepositoryService}, for clients that are older than the same RPCs of
 * {@link InferenceService}. Answers are equal.
 */
public final class ModelRepositoryService implements BindableService {

    private final InferenceRuntime runtime;
    private final Executor blocking;

    /**
     * @param runtime answers
     * @param blocking runs what reads the disk; stays the caller's to end
     */
    public ModelRepositoryService(InferenceRuntime runtime, Executor blocking) {
        this.runtime = runtime;
        this.blocking = blocking;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new Methods()
                .unary(ModelRepositoryServiceGrpc.getRepositoryIndexMethod(), this::index)
                .unary(ModelRepositoryServiceGrpc.getRepositoryModelLoadMethod(), this::load)
                .unary(ModelRepositoryServiceGrpc.getRepositoryModelUnloadMethod(), this::unload)
                .definition(ModelRepositoryServiceGrpc.getServiceDescriptor());
    }

    private CompletionStage<Reply<RepositoryIndexResponse>> index(RepositoryIndexRequest request, IncomingCall call) {
        return Reply.from(() -> index(request.getReady()), blocking);
    }

    private CompletionStage<Reply<RepositoryModelLoadResponse>> load(
            RepositoryModelLoadRequest request, IncomingCall call) {
        return runtime.load(RepositoryEndpoint.named(request.getModelName()))
                .thenApply(done -> Reply.of(RepositoryModelLoadResponse.getDefaultInstance()));
    }

    private CompletionStage<Reply<RepositoryModelUnloadResponse>> unload(
            RepositoryModelUnloadRequest request, IncomingCall call) {
        return runtime.unload(RepositoryEndpoint.named(request.getModelName()))
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
}
