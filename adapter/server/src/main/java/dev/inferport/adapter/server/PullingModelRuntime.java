package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelSlots;
import dev.inferport.adapter.lifecycle.ModelSource;
import dev.inferport.adapter.lifecycle.PastSizes;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.LoadException;
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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of any {@code ModelRuntime}: a load arrives there with its files on the disk, and what the mesh wrote
 * of their storage left out. Loads and unloads of one model run in the order of their arrival, those of different
 * models side by side. No method blocks.
 */
final class PullingModelRuntime extends ModelRuntimeImplBase {

    private static final Logger log = LoggerFactory.getLogger(PullingModelRuntime.class);

    /** Some runtimes unload only when no load is under way, and those may take minutes. */
    private static final Duration UNLOAD_PATIENCE = Duration.ofMinutes(2);

    private final ModelSlots slots;
    private final ModelSource source;
    private final DownstreamRuntime runtime;
    private final PullerStatus status;
    private final PastSizes past = new PastSizes();

    PullingModelRuntime(ModelSlots slots, ModelSource source, DownstreamRuntime runtime, PullerStatus status) {
        this.slots = slots;
        this.source = source;
        this.runtime = runtime;
        this.status = status;
    }

    @Override
    public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> observer) {
        var caller = new CancellationSource();
        Answer.to(observer, caller::cancel, () -> {
            var id = ModelId.of(request.getModelId());
            var command = LoadCommands.from(request);
            var key = ModelKey.parse(request.getModelKey());
            return slots.load(id, caller.token(), token -> {
                var files = source.fetch(command, token);
                return load(id, request, files.modelPath().toString(), key.pulled(files), files::delete, token);
            });
        });
    }

    /** The runtime has its model, or its files are gone again. */
    private LoadModelResponse load(
            ModelId id, LoadModelRequest request, String path, String key, Removal removal, Cancellation token)
            throws LoadException {
        var loaded = false;
        try {
            token.throwIfCancelled();
            var local = request.toBuilder().setModelPath(path).setModelKey(key).build();
            var response = runtime.load(local, token);
            loaded = true;
            past.remember(id, request.getModelPath(), response.getSizeInBytes());
            log.info("event=model_loaded model=\"{}\" bytes={}", id, response.getSizeInBytes());
            return response;
        } finally {
            if (!loaded) {
                removal.run();
            }
        }
    }

    /** Removes what was pulled. */
    @FunctionalInterface
    private interface Removal {
        void run() throws LoadException;
    }

    @Override
    public void unloadModel(UnloadModelRequest request, StreamObserver<UnloadModelResponse> observer) {
        Answer.to(observer, () -> {
            var id = ModelId.of(request.getModelId());
            return slots.unload(id, token -> {
                var wasLoaded = runtime.unload(id, UNLOAD_PATIENCE);
                source.remove(id);
                log.info("event=model_unloaded model=\"{}\" was_loaded={}", id, wasLoaded);
                return UnloadModelResponse.getDefaultInstance();
            });
        });
    }

    /** What a model took the last time is better than what the runtime can know of files it doesn't have. */
    @Override
    public void predictModelSize(PredictModelSizeRequest request, StreamObserver<PredictModelSizeResponse> observer) {
        Answer.to(observer, () -> {
            var key = ModelKey.parse(request.getModelKey());
            var known = past.find(ModelId.of(request.getModelId()), request.getModelPath());
            if (known.isPresent() && known.getAsLong() > 0) {
                return CompletableFuture.completedFuture(PredictModelSizeResponse.newBuilder()
                        .setSizeInBytes(known.getAsLong())
                        .build());
            }
            return runtime.predict(request.toBuilder()
                    .setModelKey(key.withoutStorage().toString())
                    .build());
        });
    }

    @Override
    public void modelSize(ModelSizeRequest request, StreamObserver<ModelSizeResponse> observer) {
        Answer.to(observer, () -> runtime.size(request));
    }

    @Override
    public void runtimeStatus(RuntimeStatusRequest request, StreamObserver<RuntimeStatusResponse> observer) {
        Answer.to(observer, status::probe);
    }
}
