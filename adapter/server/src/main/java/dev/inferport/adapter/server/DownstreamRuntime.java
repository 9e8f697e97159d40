package dev.inferport.adapter.server;

import com.google.common.util.concurrent.ListenableFuture;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.LoadModelResponse;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.ModelSizeResponse;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeResponse;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The {@code ModelRuntime} behind a puller. Its failures are {@link StatusRuntimeException}s with the status as it
 * came, for the mesh to see. Thread-safe.
 */
final class DownstreamRuntime {

    private static final Cancellation NEVER = Cancellation.none();

    private final Channel channel;
    private final Duration statusTimeout;

    /** @param statusTimeout after which a question for the status counts as unanswered */
    DownstreamRuntime(Channel channel, Duration statusTimeout) {
        this.channel = channel;
        this.statusTimeout = statusTimeout;
    }

    /** Blocks; the mesh's patience is the limit, and a cancel reaches the runtime at once. */
    LoadModelResponse load(LoadModelRequest request, Cancellation cancellation) throws LoadException {
        return await(stub().loadModel(request), cancellation);
    }

    /**
     * Blocks. A runtime that takes longer than {@code patience} has not unloaded the model: the failure is
     * DEADLINE_EXCEEDED, and the mesh asks again.
     *
     * @return whether the runtime had the model
     */
    boolean unload(ModelId id, Duration patience) throws LoadException {
        var request = UnloadModelRequest.newBuilder().setModelId(id.value()).build();
        try {
            var timely = stub().withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
            return await(timely.unloadModel(request), NEVER).isInitialized();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Blocks. */
    RuntimeStatusResponse status() throws LoadException {
        var request = RuntimeStatusRequest.getDefaultInstance();
        var timely = stub().withDeadlineAfter(statusTimeout.toMillis(), TimeUnit.MILLISECONDS);
        return await(timely.runtimeStatus(request), NEVER);
    }

    /** Within the caller's deadline. */
    CompletableFuture<PredictModelSizeResponse> predict(PredictModelSizeRequest request) {
        var reply = new Reply<PredictModelSizeResponse>();
        ModelRuntimeGrpc.newStub(channel).predictModelSize(request, reply);
        return reply.future();
    }

    /** Within the caller's deadline. */
    CompletableFuture<ModelSizeResponse> size(ModelSizeRequest request) {
        var reply = new Reply<ModelSizeResponse>();
        ModelRuntimeGrpc.newStub(channel).modelSize(request, reply);
        return reply.future();
    }

    private ModelRuntimeGrpc.ModelRuntimeFutureStub stub() {
        return ModelRuntimeGrpc.newFutureStub(channel);
    }

    private static <T> T await(ListenableFuture<T> call, Cancellation cancellation) throws LoadException {
        var registration = cancellation.onCancel(() -> call.cancel(true));
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw Status.fromThrowable(e.getCause() == null ? e : e.getCause()).asRuntimeException();
        } catch (CancellationException e) {
            cancellation.throwIfCancelled();
            throw new LoadException(Reason.CANCELLED, "The call of the runtime was cancelled.", e);
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new LoadException(Reason.CANCELLED, "The puller is stopping.", e);
        } finally {
            registration.close();
        }
    }
}
