package dev.inferport.runtime.core;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What requests to one model have in common where one predict may answer them together: everything that the model could
 * tell them apart by, except for the rows, the ids and the headers.
 */
record BatchKey(List<InputKey> inputs, Parameters parameters, List<RequestedOutput> outputs) {

    /** An input without its rows: {@code trailing} has the dimensions behind the outermost. */
    record InputKey(String name, DataType dataType, Shape trailing, Parameters parameters) {}

    /**
     * The key of a request; empty where it can't share a predict, because its inputs have no rows, or not the same
     * number of them.
     */
    static Optional<BatchKey> of(InferenceRequest request) {
        long rows = rows(request);
        for (RequestInput input : request.inputs()) {
            Shape shape = input.tensor().shape();
            if (shape.rank() == 0 || shape.dimension(0) != rows || rows == 0) {
                return Optional.empty();
            }
        }
        List<InputKey> inputs = request.inputs().stream().map(BatchKey::key).toList();
        return Optional.of(new BatchKey(inputs, request.parameters(), request.outputs()));
    }

    /** The rows of a request that has a key: the outermost dimension of its inputs. */
    static long rows(InferenceRequest request) {
        Shape shape = request.inputs().get(0).tensor().shape();
        return shape.rank() == 0 ? 0 : shape.dimension(0);
    }

    private static InputKey key(RequestInput input) {
        long[] dimensions = input.tensor().shape().toArray();
        Shape trailing = Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length));
        return new InputKey(input.name(), input.tensor().dataType(), trailing, input.parameters());
    }
}
