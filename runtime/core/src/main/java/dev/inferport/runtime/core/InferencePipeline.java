package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request to its model: admission, check, lease, cache, queue, predict. Every step that took something
 * gives it back when the answer is there, whatever the answer is.
 */
final class InferencePipeline {

    private static final Logger log = LoggerFactory.getLogger(InferencePipeline.class);

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
            ModelLease lease = registry.lease(request.modelName(), request.modelVersion());
            try {
                return leased(lease, request, call, watch);
            } catch (Throwable e) {
                lease.close();
                throw e;
            }
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(ModelFailure.ofServer(e));
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
            try {
                if (response != null) {
                    keep(lease, digest, response);
                }
            } finally {
                lease.close();
            }
        });
        lease.queue().submit(new QueuedRequest(request.askedBy(call), call, watch, answer));
        return last;
    }

    /** An answer that can't be kept is one all the same. */
    private static void keep(ModelLease lease, RequestDigest digest, InferenceResponse response) {
        try {
            lease.answers().put(digest, response);
        } catch (RuntimeException | OutOfMemoryError e) {
            log.warn(
                    "event=answer_not_kept model={} error=\"{}\"", lease.model().settings(), e.toString());
        }
    }
}
