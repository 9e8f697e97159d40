package dev.inferport.mesh;

import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.LoadModelResponse;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc.ModelRuntimeStub;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.ModelSizeResponse;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeResponse;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import dev.inferport.wire.mmesh.UnloadModelResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The calls of {@code mmesh.ModelRuntime}, with the deadlines that ModelMesh gives them. Nothing here blocks; every
 * future completes on the node's loop, and fails with the call's {@code StatusRuntimeException}.
 */
final class RuntimeDriver {

    private static final Duration PREDICTION_DEADLINE = Duration.ofMillis(500);
    private static final Duration SIZING_DEADLINE = Duration.ofSeconds(30);

    private final ModelRuntimeStub runtime;
    private final NodeLoop loop;

    /** Set once and for good by the first answer that says so; owned by the loop. */
    private boolean cannotPredict;

    RuntimeDriver(Channel channel, NodeLoop loop) {
        this.runtime = ModelRuntimeGrpc.newStub(channel);
        this.loop = loop;
    }

    CompletableFuture<RuntimeStatusResponse> status(Duration deadline) {
        var reply = new Reply<RuntimeStatusResponse>(loop);
        within(deadline).runtimeStatus(RuntimeStatusRequest.getDefaultInstance(), reply);
        return reply.future;
    }

    /** Loads without a deadline, until the copy's context is cancelled. */
    CompletableFuture<LoadModelResponse> load(ModelCopy copy) {
        var request = LoadModelRequest.newBuilder()
                .setModelId(copy.id())
                .setModelType(copy.info().getType())
                .setModelPath(copy.info().getPath())
                .setModelKey(copy.info().getKey())
                .build();
        var reply = new Reply<LoadModelResponse>(loop);
        copy.runtimeCall().run(() -> runtime.loadModel(request, reply));
        return reply.future;
    }

    /** Unloads without a deadline. */
    CompletableFuture<UnloadModelResponse> unload(String id) {
        var request = UnloadModelRequest.newBuilder().setModelId(id).build();
        var reply = new Reply<UnloadModelResponse>(loop);
        Context.ROOT.run(() -> runtime.unloadModel(request, reply));
        return reply.future;
    }

    /** Asks for the size of a model that is not loaded yet. */
    CompletableFuture<PredictModelSizeResponse> predictSize(ModelCopy copy) {
        var reply = new Reply<PredictModelSizeResponse>(loop);
        if (cannotPredict) {
            reply.onError(Status.UNIMPLEMENTED.asRuntimeException());
            return reply.future;
        }
        var request = PredictModelSizeRequest.newBuilder()
                .setModelId(copy.id())
                .setModelType(copy.info().getType())
                .setModelPath(copy.info().getPath())
                .setModelKey(copy.info().getKey())
                .build();
        within(PREDICTION_DEADLINE).predictModelSize(request, reply);
        return reply.future.whenComplete((response, failure) -> {
            if (failure != null && Status.fromThrowable(failure).getCode() == Code.UNIMPLEMENTED) {
                cannotPredict = true;
            }
        });
    }

    /** Asks for the size of a loaded model, until the copy's context is cancelled. */
    CompletableFuture<ModelSizeResponse> modelSize(ModelCopy copy) {
        var request = ModelSizeRequest.newBuilder().setModelId(copy.id()).build();
        var reply = new Reply<ModelSizeResponse>(loop);
        copy.runtimeCall().run(() -> within(SIZING_DEADLINE).modelSize(request, reply));
        return reply.future;
    }

    private ModelRuntimeStub within(Duration deadline) {
        return runtime.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Brings the one response of a call to the loop. */
    private static final class Reply<T> implements StreamObserver<T> {

        private final CompletableFuture<T> future = new CompletableFuture<>();
        private final NodeLoop loop;

        Reply(NodeLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onNext(T response) {
            loop.execute(() -> future.complete(response));
        }

        @Override
        public void onError(Throwable failure) {
            loop.execute(() -> future.completeExceptionally(failure));
        }

        @Override
        public void onCompleted() {}
    }
}
