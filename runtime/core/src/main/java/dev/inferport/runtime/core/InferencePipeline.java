package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a request to its model: admission, check, lease, cache, queue, predict. Every step that took something
 * gives it back when the answer is there, whatever the answer is.
 */
final class InferencePipeline {

    private final AdmissionLimit admission;
    private final ModelRegistry registry;
    private final RequestValidator validator = new RequestValidator();
    private final InferenceObserver observer;

    InferencePipeline(AdmissionLimit admission, ModelRegistry registry, InferenceObserver observer) {
        this.admission = admission;
        this.registry = registry;
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
            return leased(registry.lease(request.modelName(), request.modelVersion()), request, call, watch);
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<InferenceResponse> leased(
            ModelLease lease, InferenceRequest request, Call call, RequestWatch watch) {
        if (lease.answers().isOn() && lease.model().settings().cacheEnabled()) {
            return remembered(lease, request, call, watch);
        }
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        CompletableFuture<InferenceResponse> last = answer.whenComplete((response, failure) -> lease.close());
        lease.queue().submit(new QueuedRequest(request.askedBy(call), call, watch, answer));
        return last;
    }

    private CompletableFuture<InferenceResponse> remembered(
            ModelLease lease, InferenceRequest request, Call call, RequestWatch watch) {
        RequestDigest digest = RequestDigest.of(request);
        Optional<InferenceResponse> known = lease.answers().get(digest);
        if (known.isPresent()) {
            watch.begin();
            observer.answerRepeated(ModelKey.of(lease.model().settings()));
            InferenceResponse response = known.get().answering(request, lease.model());
            lease.close();
            return CompletableFuture.completedFuture(response);
        }
        CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        CompletableFuture<InferenceResponse> last = answer.whenComplete((response, failure) -> {
            if (response != null) {
                lease.answers().put(digest, response);
            }
            lease.close();
        });
        lease.queue().submit(new QueuedRequest(request.askedBy(call), call, watch, answer));
        return last;
    }
}
