package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * The way of a request to its model: admission, lease, check, predict. Every step that took something gives it back
 * when the answer is there, whatever the answer is.
 */
final class InferencePipeline {

    private final AdmissionLimit admission;
    private final ModelRegistry registry;
    private final RequestValidator validator = new RequestValidator();
    private final WorkerPool workers;
    private final InferenceObserver observer;

    InferencePipeline(
            AdmissionLimit admission, ModelRegistry registry, WorkerPool workers, InferenceObserver observer) {
        this.admission = admission;
        this.registry = registry;
        this.workers = workers;
        this.observer = observer;
    }

    /**
     * Starts one inference; never waits, unless the model runs on the calling thread.
     *
     * @return the answer, or an {@link InferenceException}
     */
    CompletableFuture<InferenceResponse> infer(InferenceRequest request, Call call) {
        RequestWatch watch = RequestWatch.ofRequest(observer, registry, request);
        try {
            admission.acquire();
        } catch (InferenceException e) {
            watch.end(e);
            return CompletableFuture.failedFuture(e);
        }
        return admitted(request, call, watch).whenComplete((response, failure) -> {
            admission.release();
            watch.end(failure);
        });
    }

    private CompletableFuture<InferenceResponse> admitted(InferenceRequest request, Call call, RequestWatch watch) {
        try {
            validator.check(request);
            ModelLease lease = registry.lease(request.modelName(), request.modelVersion());
            return leased(lease.model(), request, call, watch).whenComplete((response, failure) -> lease.close());
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<InferenceResponse> leased(
            MLModel model, InferenceRequest request, Call call, RequestWatch watch) {
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        int parallelWorkers = model.settings().parallelWorkers().orElse(-1);
        try {
            workers.executor(parallelWorkers).execute(() -> {
                watch.begin();
                predict(model, request, call, answer);
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new InferenceException(InferenceException.Reason.NOT_READY, "the server is shutting down", e));
        }
        return answer;
    }

    private static void predict(
            MLModel model, InferenceRequest request, Call call, CompletableFuture<InferenceResponse> answer) {
        try {
            call.requireActive();
            model.predictAsync(request).whenComplete((response, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(ModelFailure.of(model, failure));
                } else if (response == null) {
                    answer.completeExceptionally(ModelFailure.noResponse(model));
                } else {
                    answer.complete(response.answering(request, model));
                }
            });
        } catch (Throwable e) {
            answer.completeExceptionally(ModelFailure.of(model, e));
        }
    }
}
