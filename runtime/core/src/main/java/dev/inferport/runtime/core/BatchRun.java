package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one model answer batches. Whoever does not wait any more is left out, a request that is alone goes to the model
 * as it is, and where a predict of several fails each of them is asked singly, so that nobody pays for another's
 * mistake.
 */
final class BatchRun {

    private static final Logger log = LoggerFactory.getLogger(BatchRun.class);

    private final MLModel model;
    private final ModelKey key;
    private final boolean observed;
    private final InferenceObserver observer;

    /** Set once the model has shown that it does not answer row by row. */
    private volatile boolean unsuitable;

    BatchRun(MLModel model, InferenceObserver observer) {
        this.model = model;
        this.key = ModelKey.of(model.settings());
        this.observer = observer;
        this.observed = observer != InferenceObserver.none() && model.settings().maxBatchSize() > 1;
    }

    /**
     * Answers every request of the batch; never throws.
     *
     * @param done runs once, when each has its answer
     */
    void answer(Batch batch, Runnable done) {
        List<QueuedRequest> requests = batch.requests();
        if (requests.size() > 1 || !requests.get(0).begin()) {
            requests = beginning(requests);
        }
        if (requests.isEmpty()) {
            done.run();
        } else if (requests.size() == 1 || unsuitable) {
            singly(requests, done);
        } else {
            together(requests, done);
        }
    }

    private static List<QueuedRequest> beginning(List<QueuedRequest> requests) {
        return requests.size() == 1
                ? List.of()
                : requests.stream().filter(QueuedRequest::begin).toList();
    }

    private void together(List<QueuedRequest> requests, Runnable done) {
        try {
            RequestStack stack = new RequestStack(requests);
            model.predictAsync(stack.request(model)).whenComplete((response, failure) -> {
                if (failure != null || response == null || !isSplit(stack, requests, response)) {
                    log.debug("event=batch_failed model={} requests={}", model.settings(), requests.size());
                    singly(requests, done);
                } else {
                    done.run();
                }
            });
        } catch (Throwable e) {
            log.debug("event=batch_failed model={} requests={}", model.settings(), requests.size());
            singly(requests, done);
        }
    }

    /** Gives each request its part of the response; or none, where the response has not a part for each. */
    private boolean isSplit(RequestStack stack, List<QueuedRequest> requests, InferenceResponse response) {
        Optional<List<InferenceResponse>> answers;
        try {
            answers = stack.split(response);
        } catch (RuntimeException | OutOfMemoryError e) {
            return false;
        }
        if (answers.isEmpty()) {
            unsuitable = true;
            log.warn(
                    "event=batching_off model={} reason=\"it answered {} rows with outputs of other lengths\"",
                    model.settings(),
                    stack.rows());
            return false;
        }
        tell(requests.size(), stack.rows());
        for (int i = 0; i < requests.size(); i++) {
            QueuedRequest request = requests.get(i);
            request.answer().complete(answers.get().get(i).answering(request.request(), model));
        }
        return true;
    }

    private void singly(List<QueuedRequest> requests, Runnable done) {
        AtomicInteger left = new AtomicInteger(requests.size());
        for (QueuedRequest request : requests) {
            if (observed) {
                tell(1, BatchKey.rows(request.request()));
            }
            predict(request, () -> {
                if (left.decrementAndGet() == 0) {
                    done.run();
                }
            });
        }
    }

    private void predict(QueuedRequest request, Runnable done) {
        try {
            request.call().requireActive();
            model.predictAsync(request.request()).whenComplete((response, failure) -> {
                complete(request, response, failure);
                done.run();
            });
        } catch (Throwable e) {
            request.fail(ModelFailure.of(model, e));
            done.run();
        }
    }

    /** Ends what has no answer yet, because of a defect of the server itself. */
    void fail(Batch batch, Throwable defect) {
        InferenceException failure = ModelFailure.of(model, defect);
        batch.requests().forEach(request -> request.fail(failure));
    }

    private void complete(QueuedRequest request, @Nullable InferenceResponse response, @Nullable Throwable failure) {
        if (failure != null) {
            request.fail(ModelFailure.of(model, failure));
        } else if (response == null) {
            request.fail(ModelFailure.noResponse(model));
        } else {
            request.answer().complete(response.answering(request.request(), model));
        }
    }

    private void tell(int requests, long rows) {
        if (observed) {
            observer.batchBegan(new BatchEvent(key, requests, rows));
        }
    }
}
