package dev.inferport.adapter.lifecycle;

import com.google.common.util.concurrent.ListenableFuture;
import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.ServerLiveRequest;
import dev.inferport.wire.inference.ServerMetadataRequest;
import dev.inferport.wire.inference.ServerReadyRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The runtime's repository, over the V2 protocol. Every call blocks and has a deadline; failures are
 * {@link LoadException}s with the reason that the runtime's status stands for. Thread-safe.
 */
public final class RuntimeClient {

    /** The parameter of a model's metadata by which a runtime reports what it measured. */
    static final String MEASURED_SIZE = "size_in_bytes";

    private final Channel channel;
    private final RuntimeTimeouts timeouts;

    /** Speaks over a channel that someone else shuts down. */
    public RuntimeClient(Channel channel, RuntimeTimeouts timeouts) {
        this.channel = channel;
        this.timeouts = timeouts;
    }

    /** Whether the process answers at all. */
    void live() throws LoadException {
        call("reach the runtime", stub -> stub.serverLive(ServerLiveRequest.getDefaultInstance()));
    }

    /** Whether the runtime says that it is ready. */
    boolean ready() throws LoadException {
        return call("ask ServerReady", stub -> stub.serverReady(ServerReadyRequest.getDefaultInstance()))
                .getReady();
    }

    /** The version that the runtime gives itself; may be empty. */
    String version() throws LoadException {
        return call("ask ServerMetadata", stub -> stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()))
                .getVersion();
    }

    /** The names of the models that are ready. */
    Set<String> readyModels() throws LoadException {
        var request = RepositoryIndexRequest.newBuilder().setReady(true).build();
        return call("ask RepositoryIndex", stub -> stub.repositoryIndex(request)).getModelsList().stream()
                .map(ModelIndex::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the runtime measured of a loaded model, in bytes, if it measures. */
    OptionalLong measuredSize(ModelId id) throws LoadException {
        var request = ModelMetadataRequest.newBuilder().setName(id.value()).build();
        var size = call("ask ModelMetadata", stub -> stub.modelMetadata(request))
                .getParametersOrDefault(MEASURED_SIZE, InferParameter.getDefaultInstance());
        var bytes = size.hasUint64Param() ? size.getUint64Param() : size.getInt64Param();
        if (size.hasStringParam()) {
            bytes = number(size.getStringParam());
        }
        return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    /** The number that the text is, or 0. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Unloads a model.
     *
     * @return whether it was there; NOT_FOUND and INVALID_ARGUMENT are how runtimes say that it wasn't
     */
    boolean unload(ModelId id) throws LoadException {
        var request = RepositoryModelUnloadRequest.newBuilder()
                .setModelName(id.value())
                .build();
        try {
            var deadline = timeouts.unload().toMillis();
            var response =
                    stub().withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).repositoryModelUnload(request);
            return response.isInitialized();
        } catch (StatusRuntimeException e) {
            var code = e.getStatus().getCode();
            if (code == Status.Code.NOT_FOUND || code == Status.Code.INVALID_ARGUMENT) {
                return false;
            }
            throw RuntimeErrors.of("unload Model", e);
        }
    }

    /**
     * Loads a model and returns when it answers requests. A runtime that can't be reached is tried again for a while:
     * it may be restarting, and a failed load would stick to this pod for minutes. A cancel reaches the runtime at
     * once.
     */
    void load(ModelId id, Cancellation cancellation) throws LoadException {
        var request =
                RepositoryModelLoadRequest.newBuilder().setModelName(id.value()).build();
        var stub = GRPCInferenceServiceGrpc.newFutureStub(channel);
        var giveUp = System.nanoTime() + timeouts.retryLoad().toNanos();
        while (true) {
            cancellation.throwIfCancelled();
            try {
                var deadline = timeouts.load().toMillis();
                await(
                        stub.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).repositoryModelLoad(request),
                        cancellation);
                return;
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() >= giveUp) {
                    throw RuntimeErrors.of("load Model", e);
                }
            }
            pause(timeouts.retryPause(), cancellation);
        }
    }

    private <T> T call(String what, Function<GRPCInferenceServiceBlockingStub, T> rpc) throws LoadException {
        try {
            return rpc.apply(stub().withDeadlineAfter(timeouts.call().toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw RuntimeErrors.of(what, e);
        }
    }

    private GRPCInferenceServiceBlockingStub stub() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel);
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
            throw interrupted(e);
        } finally {
            registration.close();
        }
    }

    private static void pause(Duration time, Cancellation cancellation) throws LoadException {
        var cancelled = new CountDownLatch(1);
        var registration = cancellation.onCancel(cancelled::countDown);
        try {
            if (cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                cancellation.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            registration.close();
        }
    }

    private static LoadException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LoadException(Reason.CANCELLED, "The adapter is stopping.", e);
    }
}
