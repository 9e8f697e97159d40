package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.RestCall;
import dev.inferport.runtime.api.RestReply;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a call to a model's own route: admission, lease, handler; the same bounds as for inference. A handler runs
 * on a worker, also of a model that predicts on the calling thread: nobody promises that a handler is quick.
 */
final class RoutePipeline {

    /** Reloads that a call may meet with one after the other; more of them are a fault of the model's operator. */
    private static final int MAX_LOOKUPS = 10;

    private final AdmissionLimit admission;
    private final ModelRegistry registry;
    private final WorkerPool workers;

    RoutePipeline(AdmissionLimit admission, ModelRegistry registry, WorkerPool workers) {
        this.admission = admission;
        this.registry = registry;
        this.workers = workers;
    }

    /** Starts one call; the reply, or an {@link InferenceException}. */
    CompletableFuture<RestReply> call(ModelRoute found, RestCall request, Call call) {
        try {
            admission.acquire();
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
        ModelRoute route;
        try {
            route = acquire(found);
        } catch (InferenceException e) {
            admission.release();
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<RestReply> reply = new CompletableFuture<>();
        CompletableFuture<RestReply> answer = reply.whenComplete((done, failure) -> {
            route.served().release();
            admission.release();
        });
        workers.execute(new Task(route, request, call, reply));
        return answer;
    }

    /** The route with a lease of its model; where a reload has retired it, the one that took its place. */
    private ModelRoute acquire(ModelRoute found) {
        ModelRoute route = found;
        for (int lookup = 0; lookup < MAX_LOOKUPS; lookup++) {
            if (route.served().acquire()) {
                return route;
            }
            route = registry.routes().stream()
                    .filter(found::isSame)
                    .findFirst()
                    .orElseThrow(() -> new InferenceException(
                            Reason.MODEL_NOT_FOUND,
                            "Model " + found.model().name() + " not found; its route went with it"));
        }
        throw new InferenceException(
                Reason.NOT_READY, "the model of this route is replaced again and again; try again later");
    }

    private record Task(ModelRoute route, RestCall request, Call call, CompletableFuture<RestReply> reply)
            implements WorkerTask {

        @Override
        public void run() {
            RoutePipeline.run(route, request, call, reply);
        }

        @Override
        public void refuse(InferenceException reason) {
            reply.completeExceptionally(reason);
        }
    }

    private static void run(ModelRoute route, RestCall request, Call call, CompletableFuture<RestReply> reply) {
        try {
            call.requireActive();
            reply.complete(route.handler().handle(request));
        } catch (Throwable e) {
            reply.completeExceptionally(ModelFailure.of(route.served().model(), e));
        }
    }
}
