package dev.inferport.mesh;

import dev.inferport.wire.mmesh.DeleteVModelRequest;
import dev.inferport.wire.mmesh.DeleteVModelResponse;
import dev.inferport.wire.mmesh.EnsureLoadedRequest;
import dev.inferport.wire.mmesh.GetStatusRequest;
import dev.inferport.wire.mmesh.GetVModelStatusRequest;
import dev.inferport.wire.mmesh.ModelMeshGrpc.ModelMeshImplBase;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.RegisterModelRequest;
import dev.inferport.wire.mmesh.SetVModelRequest;
import dev.inferport.wire.mmesh.UnregisterModelRequest;
import dev.inferport.wire.mmesh.UnregisterModelResponse;
import dev.inferport.wire.mmesh.VModelStatusInfo;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** {@code mmesh.ModelMesh}: hands each request to the node's loop and answers with its outcome. */
final class ModelMeshService extends ModelMeshImplBase {

    private final NodeLoop loop;
    private final MeshNode node;
    private final VModels vmodels;

    ModelMeshService(NodeLoop loop, MeshNode node, VModels vmodels) {
        this.loop = loop;
        this.node = node;
        this.vmodels = vmodels;
    }

    @Override
    public void registerModel(RegisterModelRequest request, StreamObserver<ModelStatusInfo> observer) {
        answer(observer, () -> {
            var id = checked(request.getModelId());
            var age = request.getLoadNow() ? Duration.ofHours(1) : Duration.ofHours(6);
            node.register(id, request.getModelInfo(), false, lastUsed(request.getLastUsedTime(), age));
            return request.getLoadNow() ? load(id, request.getSync()) : done(node.status(id));
        });
    }

    @Override
    public void unregisterModel(UnregisterModelRequest request, StreamObserver<UnregisterModelResponse> observer) {
        answer(observer, () -> {
            node.unregister(checked(request.getModelId()));
            return done(UnregisterModelResponse.getDefaultInstance());
        });
    }

    @Override
    public void getModelStatus(GetStatusRequest request, StreamObserver<ModelStatusInfo> observer) {
        answer(observer, () -> done(node.status(checked(request.getModelId()))));
    }

    @Override
    public void ensureLoaded(EnsureLoadedRequest request, StreamObserver<ModelStatusInfo> observer) {
        answer(observer, () -> {
            var id = checked(request.getModelId());
            node.find(id).ifPresent(model -> model.usedAt(lastUsed(request.getLastUsedTime(), Duration.ZERO)));
            return load(id, request.getSync());
        });
    }

    @Override
    public void setVModel(SetVModelRequest request, StreamObserver<VModelStatusInfo> observer) {
        answer(observer, () -> vmodels.set(request));
    }

    @Override
    public void deleteVModel(DeleteVModelRequest request, StreamObserver<DeleteVModelResponse> observer) {
        answer(observer, () -> {
            vmodels.delete(request.getVModelId(), request.getOwner());
            return done(DeleteVModelResponse.getDefaultInstance());
        });
    }

    @Override
    public void getVModelStatus(GetVModelStatusRequest request, StreamObserver<VModelStatusInfo> observer) {
        answer(observer, () -> done(vmodels.status(request.getVModelId(), request.getOwner())));
    }

    /** Loads, and answers with the status now or, if told to, when the load has ended. */
    private CompletableFuture<ModelStatusInfo> load(String id, boolean sync) {
        if (node.find(id).isEmpty()) {
            return done(node.status(id));
        }
        var loaded = node.ensureLoaded(id);
        if (!sync && !loaded.isDone()) {
            return done(node.status(id));
        }
        return loaded.handle((copy, failure) -> failure == null ? node.status(id) : statusAfter(id, failure));
    }

    /** A load that was refused leaves no trace in the registry; only its caller hears of it. */
    private ModelStatusInfo statusAfter(String id, Throwable failure) {
        var status = Status.fromThrowable(failure);
        var known = node.find(id).isPresent();
        return known ? MeshNode.failedInfo(String.valueOf(status.getDescription())) : node.status(id);
    }

    private Instant lastUsed(long requestedMillis, Duration defaultAge) {
        var now = node.clock().instant();
        if (requestedMillis == 0) {
            return now.minus(defaultAge);
        }
        var requested = Instant.ofEpochMilli(requestedMillis);
        return requested.isAfter(now) ? now : requested;
    }

    private static String checked(String modelId) {
        if (modelId.isEmpty()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("must provide non-empty modelId")
                    .asRuntimeException();
        }
        return modelId;
    }

    private <T> void answer(StreamObserver<T> observer, Supplier<CompletableFuture<T>> step) {
        NodeLoop.follow(loop.call(step), (response, failure) -> {
            if (failure == null) {
                observer.onNext(response);
                observer.onCompleted();
            } else {
                observer.onError(Status.fromThrowable(failure).asRuntimeException());
            }
        });
    }

    private static <T> CompletableFuture<T> done(T response) {
        return CompletableFuture.completedFuture(response);
    }
}
