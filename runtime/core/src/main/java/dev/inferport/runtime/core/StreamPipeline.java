package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ResponseSink;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way of a stream to its model. A stream waits for its client as often as not, so it has a thread of its own and
 * none of the workers'; admission bounds how many there are.
 */
final class StreamPipeline implements AutoCloseable {

    private final AdmissionLimit admission;
    private final ModelRegistry registry;
    private final InferenceObserver observer;
    private final ExecutorService threads;

    StreamPipeline(AdmissionLimit admission, ModelRegistry registry, InferenceObserver observer) {
        this.admission = admission;
        this.registry = registry;
        this.observer = observer;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "model-stream-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    CompletableFuture<Void> run(Iterator<InferenceRequest> requests, ResponseSink responses, Call call) {
        RequestWatch watch = RequestWatch.ofStream(observer, registry);
        try {
            admission.acquire();
        } catch (InferenceException e) {
            watch.end(e);
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            threads.execute(() -> answer(requests, responses, call, watch, end));
        } catch (RejectedExecutionException e) {
            end.completeExceptionally(new InferenceException(Reason.NOT_READY, "the server is shutting down", e));
        } catch (Throwable e) {
            end.completeExceptionally(ModelFailure.ofServer(e));
        }
        return end.whenComplete((done, failure) -> {
            admission.release();
            watch.end(failure);
        });
    }

    private void answer(
            Iterator<InferenceRequest> requests,
            ResponseSink responses,
            Call call,
            RequestWatch watch,
            CompletableFuture<Void> end) {
        try {
            if (!requests.hasNext()) {
                throw new InferenceException("the stream ended without a request (expected: at least one)");
            }
            InferenceRequest first = requests.next();
            watch.received(first);
            try (ModelLease lease = registry.lease(first.modelName(), first.modelVersion())) {
                lease.queue().streams().acquire();
                try {
                    watch.begin();
                    predict(lease.model(), new StreamRequests(first, requests, call), responses);
                } finally {
                    lease.queue().streams().release();
                }
            }
            end.complete(null);
        } catch (Throwable e) {
            end.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void predict(MLModel model, StreamRequests requests, ResponseSink responses) {
        try {
            model.predictStream(requests, response -> responses.send(response.answering(requests.latest(), model)));
        } catch (Throwable e) {
            throw ModelFailure.of(model, e);
        }
    }
}
