package dev.inferport.runtime.core;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has a model answer before it goes into service: what the model itself does in {@code warmUp()}, and as many requests
 * of zeros, one row each, as its settings ask for.
 */
final class WarmUp {

    /** The setting, among a model's parameters. */
    static final String PARAMETER = "warm_up_requests";

    private static final int MAX_REQUESTS = 100_000;

    /** Time for one request. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    private WarmUp() {}

    /** The time of a request is up; the model is in use until it ends. */
    static final class Unfinished extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<Void> answer;

        private Unfinished(Duration limit, CompletableFuture<Void> answer) {
            super(PARAMETER + ": no answer to a request of zeros within " + limit.toMillis() + " ms");
            this.answer = answer;
        }

        /** Runs the task when nothing uses the model any more. */
        void whenFinished(Runnable task) {
            var unused = answer.whenComplete((done, failure) -> task.run());
        }
    }

    /**
     * Warms a model up.
     *
     * @param limit of one request
     * @throws Unfinished where a request takes longer
     * @throws Exception where the model can't answer
     */
    static void run(MLModel model, Duration limit) throws Exception {
        model.warmUp();
        int requests = requests(model.settings());
        if (requests == 0) {
            return;
        }
        InferenceRequest zeros = zeros(model);
        ExecutorService asking = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "model-warm-up");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (int i = 0; i < requests; i++) {
                CompletableFuture<Void> answer = new CompletableFuture<>();
                asking.execute(() -> ask(model, zeros, answer));
                await(answer, limit);
            }
        } finally {
            asking.shutdown();
        }
    }

    private static void ask(MLModel model, InferenceRequest request, CompletableFuture<Void> answer) {
        try {
            model.predictAsync(request).whenComplete((response, failure) -> {
                if (failure == null) {
                    answer.complete(null);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    private static void await(CompletableFuture<Void> answer, Duration limit) throws Exception {
        try {
            answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Unfinished(limit, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unfinished(limit, answer);
        } catch (ExecutionException e) {
            Throwable cause = ModelFailure.unwrap(e);
            throw cause instanceof Exception failure ? failure : e;
        }
    }

    private static int requests(ModelSettings settings) {
        Object value = settings.parameters().get(PARAMETER).orElse(0);
        try {
            int requests = Integer.parseInt(value.toString());
            if (requests >= 0 && requests <= MAX_REQUESTS) {
                return requests;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw failure(settings, PARAMETER + ": " + value + " (expected: an integer from 0 to " + MAX_REQUESTS + ")");
    }

    private static InferenceRequest zeros(MLModel model) {
        List<TensorMetadata> inputs = model.metadata().inputs();
        if (inputs.isEmpty()) {
            throw failure(model.settings(), PARAMETER + " needs to know the inputs; declare them in the settings");
        }
        InferenceRequest.Builder request = InferenceRequest.builder(model.name());
        inputs.forEach(input -> request.input(input.name(), zeros(input)));
        return request.build();
    }

    private static Tensor zeros(TensorMetadata input) {
        long[] dimensions = Arrays.stream(input.shape().toArray())
                .map(dimension -> dimension == Shape.ANY ? 1 : dimension)
                .toArray();
        Shape shape = Shape.of(dimensions);
        // An empty BYTES element is its length, which is zero.
        int size = input.datatype().isFixedSize() ? input.datatype().size() : Integer.BYTES;
        HeapRoom.requireForModel(Math.multiplyExact(shape.elementCount(), size));
        return Tensor.ofRaw(input.datatype(), shape, ByteBuffer.allocate(Math.toIntExact(shape.elementCount() * size)));
    }

    private static InferenceException failure(ModelSettings settings, String message) {
        return new InferenceException(Reason.FAILED_PRECONDITION, "model '" + settings + "': " + message);
    }
}
