package dev.inferport.it;

import static org.awaitility.Awaitility.await;

import dev.inferport.mesh.MeshClient;
import dev.inferport.wire.inference.ModelInferRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks one model again and again, from several threads, whatever happens. */
final class Callers implements AutoCloseable {

    private static final int THREADS = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger answers = new AtomicInteger();
    private final Set<Code> failures = ConcurrentHashMap.newKeySet();

    private volatile boolean ended;

    Callers(MeshClient client, String model, ModelInferRequest request) {
        for (int i = 0; i < THREADS; i++) {
            threads.execute(() -> {
                while (!ended) {
                    call(client, model, request);
                }
            });
        }
    }

    private void call(MeshClient client, String model, ModelInferRequest request) {
        try {
            if (client.infer(model, request, DEADLINE).getOutputsCount() > 0) {
                answers.incrementAndGet();
            }
        } catch (StatusRuntimeException e) {
            failures.add(e.getStatus().getCode());
        }
    }

    /** Waits for so many further answers. */
    void awaitAnswers(int count) {
        int before = answers.get();
        await().atMost(Duration.ofSeconds(40)).until(() -> answers.get() >= before + count);
    }

    /** The codes of all calls that failed. */
    Set<Code> failures() {
        return Set.copyOf(failures);
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DEADLINE.toSeconds() + 10, TimeUnit.SECONDS)) {
                throw new AssertionError("a call did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
