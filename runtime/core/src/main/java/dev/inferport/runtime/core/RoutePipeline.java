package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.RestCall;
import dev.inferport.runtime.api.RestReply;
import java.util.concurrent.CompletableFuture;

/** The way of a call to a model's own route: admission, lease, handler; the same bounds as for inference. */
final class RoutePipeline {

    private final AdmissionLimit admission;
    private final WorkerPool workers;

    RoutePipeline(AdmissionLimit admission, WorkerPool workers) {
        this.admission = admission;
        this.workers = workers;
    }

    /** Starts one call; the reply, or an {@link InferenceException}. */
    CompletableFuture<RestReply> call(ModelRoute route, RestCall request, Call call) {
        try {
            admission.acquire();
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<RestReply> reply = new CompletableFuture<>();
        ServedModel served = route.served();
        if (!served.acquire()) {
            admission.release();
            reply.completeExceptionally(
                    new InferenceException(Reason.NOT_READY, "the model of this route has just been replaced"));
            return reply;
        }
        CompletableFuture<RestReply> answer = reply.whenComplete((done, failure) -> {
            served.release();
            admission.release();
        });
        boolean here = served.model().settings().parallelWorkers().orElse(-1) == 0 || workers.isOnCallingThread();
        if (here) {
            run(route, request, call, reply);
        } else {
            workers.execute(new Task(route, request, call, reply));
        }
        return answer;
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
