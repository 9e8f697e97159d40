package dev.inferport.adapter.server;

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
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Any runtime of a mesh: does as it is told, and remembers what it was asked. */
final class RecordingModelRuntime extends ModelRuntimeImplBase {

    final List<LoadModelRequest> loads = new CopyOnWriteArrayList<>();
    final List<PredictModelSizeRequest> predictions = new CopyOnWriteArrayList<>();
    final List<String> unloads = new CopyOnWriteArrayList<>();
    final CountDownLatch cancelled = new CountDownLatch(1);

    volatile boolean holdsLoads;
    volatile boolean holdsUnloads;
    volatile @Nullable Status loadFailure;
    volatile @Nullable Status unloadFailure;
    volatile Supplier<RuntimeStatusResponse> status = () -> RuntimeStatusResponse.newBuilder()
            .setStatus(RuntimeStatusResponse.Status.READY)
            .setCapacityInBytes(12345)
            .build();

    @Override
    public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> responses) {
        Context.current().addListener(context -> cancelled.countDown(), Runnable::run);
        loads.add(request);
        if (!holdsLoads) {
            answer(
                    responses,
                    LoadModelResponse.newBuilder()
                            .setSizeInBytes(777)
                            .setMaxConcurrency(3)
                            .build(),
                    loadFailure);
        }
    }

    @Override
    public void unloadModel(UnloadModelRequest request, StreamObserver<UnloadModelResponse> responses) {
        unloads.add(request.getModelId());
        if (!holdsUnloads) {
            answer(responses, UnloadModelResponse.getDefaultInstance(), unloadFailure);
        }
    }

    @Override
    public void predictModelSize(PredictModelSizeRequest request, StreamObserver<PredictModelSizeResponse> responses) {
        predictions.add(request);
        answer(
                responses,
                PredictModelSizeResponse.newBuilder().setSizeInBytes(55).build(),
                null);
    }

    @Override
    public void modelSize(ModelSizeRequest request, StreamObserver<ModelSizeResponse> responses) {
        answer(responses, ModelSizeResponse.newBuilder().setSizeInBytes(66).build(), null);
    }

    @Override
    public void runtimeStatus(RuntimeStatusRequest request, StreamObserver<RuntimeStatusResponse> responses) {
        try {
            answer(responses, status.get(), null);
        } catch (RuntimeException e) {
            responses.onError(e);
        }
    }

    private static <T> void answer(StreamObserver<T> responses, T response, @Nullable Status failure) {
        if (failure != null) {
            responses.onError(failure.asRuntimeException());
        } else {
            responses.onNext(response);
            responses.onCompleted();
        }
    }
}
