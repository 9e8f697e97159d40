package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseSink;
import dev.inferport.runtime.api.Tensor;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with as many responses of 64 KiB as its parameter {@code responses} says. */
public final class StreamingModel extends MLModel {

    private static final ConcurrentMap<String, Watch> WATCHES = new ConcurrentHashMap<>();

    /** What a test sees of a model. */
    static final class Watch {
        final AtomicInteger sent = new AtomicInteger();
        final CompletableFuture<Thread> thread = new CompletableFuture<>();
        final CompletableFuture<String> end = new CompletableFuture<>();
    }

    public StreamingModel(ModelSettings settings) {
        super(settings);
    }

    static Watch watch(String name) {
        return WATCHES.computeIfAbsent(name, created -> new Watch());
    }

    @Override
    public void predictStream(Iterator<InferenceRequest> requests, ResponseSink responses) {
        Watch watch = watch(name());
        watch.thread.complete(Thread.currentThread());
        try {
            while (requests.hasNext()) {
                long count =
                        (Long) requests.next().parameters().get("responses").orElse(1L);
                for (int i = 0; i < count; i++) {
                    responses.send(InferenceResponse.builder()
                            .output("y", Tensor.of(new float[16 * 1024], 16 * 1024))
                            .build());
                    watch.sent.incrementAndGet();
                }
            }
            watch.end.complete("done");
        } catch (InferenceException e) {
            watch.end.complete(e.reason().name());
            throw e;
        }
    }
}
