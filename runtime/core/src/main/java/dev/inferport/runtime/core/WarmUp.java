package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has a model answer before it goes into service: what the model itself does in {@code warmUp()}, and as many requests
 * of zeros, one row each, as its settings ask for.
 */
final class WarmUp {

    /** The setting, among a model's parameters. */
    static final String PARAMETER = "warm_up_requests";

    private static final int MAX_REQUESTS = 100_000;
    private static final long MAX_SECONDS = 60;

    private WarmUp() {}

    /** @throws Exception where the model can't answer, or takes longer than a minute for one request */
    static void run(MLModel model) throws Exception {
        model.warmUp();
        int requests = requests(model.settings());
        if (requests == 0) {
            return;
        }
        InferenceRequest zeros = zeros(model);
        for (int i = 0; i < requests; i++) {
            model.predictAsync(zeros).toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
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
        return Tensor.ofRaw(input.datatype(), shape, ByteBuffer.allocate(Math.toIntExact(shape.elementCount() * size)));
    }

    private static InferenceException failure(ModelSettings settings, String message) {
        return new InferenceException(Reason.FAILED_PRECONDITION, "model '" + settings + "': " + message);
    }
}
