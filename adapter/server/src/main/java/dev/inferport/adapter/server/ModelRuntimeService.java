package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.LoadedModel;
import dev.inferport.adapter.lifecycle.ModelLifecycle;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.LoadModelResponse;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc.ModelRuntimeImplBase;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.ModelSizeResponse;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeResponse;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import dev.inferport.wire.mmesh.UnloadModelResponse;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/**
 * Answers the mesh: parses, hands over, replies. No method blocks, so that all may run on the network's threads;
 * answers come from whatever thread completes the future.
 */
final class ModelRuntimeService extends ModelRuntimeImplBase {

    private final ModelLifecycle models;
    private final RuntimeStatusProbe status;

    ModelRuntimeService(ModelLifecycle models, RuntimeStatusProbe status) {
        this.models = models;
        this.status = status;
    }

    /** The mesh has no deadline for loads: it cancels the call when it loses patience. */
    @Override
    public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> observer) {
        var caller = new CancellationSource();
        Answer.to(observer, caller::cancel, () -> models.load(LoadCommands.from(request), caller.token())
                .thenApply(ModelRuntimeService::response));
    }

    @Override
    public void unloadModel(UnloadModelRequest request, StreamObserver<UnloadModelResponse> observer) {
        Answer.to(observer, () -> models.unload(ModelId.of(request.getModelId()))
                .thenApply(id -> UnloadModelResponse.getDefaultInstance()));
    }

    @Override
    public void predictModelSize(PredictModelSizeRequest request, StreamObserver<PredictModelSizeResponse> observer) {
        Answer.to(observer, () -> {
            var bytes = models.predictedSize(LoadCommands.from(request));
            return CompletableFuture.completedFuture(
                    PredictModelSizeResponse.newBuilder().setSizeInBytes(bytes).build());
        });
    }

    @Override
    public void modelSize(ModelSizeRequest request, StreamObserver<ModelSizeResponse> observer) {
        Answer.to(observer, () -> {
            var model = loaded(ModelId.of(request.getModelId()));
            return CompletableFuture.completedFuture(ModelSizeResponse.newBuilder()
                    .setSizeInBytes(model.sizeInBytes())
                    .build());
        });
    }

    @Override
    public void runtimeStatus(RuntimeStatusRequest request, StreamObserver<RuntimeStatusResponse> observer) {
        Answer.to(observer, status::probe);
    }

    private LoadedModel loaded(ModelId id) throws LoadException {
        return models.loaded(id)
                .orElseThrow(
                        () -> new LoadException(Reason.NOT_FOUND, "Model " + id + " is not loaded; load it first."));
    }

    private static LoadModelResponse response(LoadedModel model) {
        return LoadModelResponse.newBuilder()
                .setSizeInBytes(model.sizeInBytes())
                .setMaxConcurrency(model.maxConcurrency())
                .build();
    }
}
