package dev.inferport.mesh;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Brings a call to a loaded copy of its model and the outcome back: loads the model if need be, waits for the copy's
 * turn, sends, and where the runtime says that it does not have the model, loads it again and repeats.
 */
final class InferenceRoute {

    private static final int MOST_RELOADS = 8;

    private final NodeLoop loop;
    private final MeshNode node;
    private final VModels vmodels;
    private final Channel serving;

    InferenceRoute(NodeLoop loop, MeshNode node, VModels vmodels, Channel serving) {
        this.loop = loop;
        this.node = node;
        this.vmodels = vmodels;
        this.serving = serving;
    }

    /** Takes a call over, from any thread. */
    void take(InferenceCall call) {
        loop.execute(() -> attempt(call, 0));
    }

    private void attempt(InferenceCall call, int reloads) {
        NodeLoop.follow(copyFor(call), (copy, failure) -> {
            if (failure != null) {
                call.fail(Status.fromThrowable(failure));
            } else if (call.context().isCancelled()) {
                copy.calls().leave();
            } else {
                send(call, copy, reloads);
            }
        });
    }

    /** A usable copy with a place for this call. */
    private CompletableFuture<ModelCopy> copyFor(InferenceCall call) {
        try {
            return node.acquire(call.modelId(vmodels))
                    .thenCompose(copy -> copy.calls().enter().thenApply(entered -> copy));
        } catch (StatusRuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void send(InferenceCall call, ModelCopy copy, int reloads) {
        loop.bringBack(forward(call, copy), (response, failure) -> {
            copy.calls().leave();
            if (failure == null) {
                call.succeed(response);
            } else {
                recover(call, copy, reloads, Status.fromThrowable(failure));
            }
        });
    }

    private CompletableFuture<RuntimeResponse> forward(InferenceCall call, ModelCopy copy) {
        try {
            var request = call.requestFor(copy.id(), node.methods().idPath(call.method()));
            Metadata headers = call.headersFor(copy.id());
            Callable<CompletableFuture<RuntimeResponse>> exchange =
                    () -> RuntimeResponse.to(call.method(), headers, request, serving);
            return call.context().call(exchange);
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void recover(InferenceCall call, ModelCopy copy, int reloads, Status status) {
        if (!meansNotLoaded(status)) {
            call.fail(forClient(call.method(), status));
            return;
        }
        node.lost(copy);
        if (reloads < MOST_RELOADS) {
            attempt(call, reloads + 1);
        } else {
            call.fail(Status.INTERNAL.withDescription(MOST_RELOADS + " retry iterations exhausted"));
        }
    }

    /** NOT_FOUND, and the texts by which two known servers say the same with other codes. */
    private static boolean meansNotLoaded(Status status) {
        var text = String.valueOf(status.getDescription());
        return switch (status.getCode()) {
            case NOT_FOUND -> true;
            case INVALID_ARGUMENT -> text.startsWith("Model ") && text.endsWith(" not found");
            case UNAVAILABLE -> text.startsWith("Request for unknown model") && text.endsWith(" is not found");
            default -> false;
        };
    }

    private static Status forClient(String method, Status status) {
        if (status.getCode() == Code.UNAVAILABLE) {
            return Status.INTERNAL.withDescription("ModelRuntime UNAVAILABLE: " + status.getDescription());
        }
        var text = status.getDescription() == null ? "" : ": " + status.getDescription();
        return status.withDescription(method + ": " + status.getCode() + text).withCause(null);
    }
}
