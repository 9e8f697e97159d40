package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import java.util.HashSet;
import java.util.Set;

/**
 * What every model may rely on: a request has an input, and no two of the same name. Shapes and datatypes that a model
 * declares are documentation for clients, as in MLServer, and are not enforced here.
 */
final class RequestValidator {

    /** An answer has a row for each of the request; without a value in any of them, that is asked for by few bytes. */
    private static final long MOST_OF_NOTHING = 1 << 16;

    void check(InferenceRequest request) {
        if (request.inputs().isEmpty()) {
            throw new InferenceException("inputs: none (expected: at least one tensor)");
        }
        request.inputs().forEach(RequestValidator::requireSomething);
        if (request.inputs().size() > 1) {
            Set<String> names = new HashSet<>();
            for (RequestInput input : request.inputs()) {
                if (!names.add(input.name())) {
                    throw new InferenceException("input '" + input.name() + "' is given twice");
                }
            }
        }
    }

    private static void requireSomething(RequestInput input) {
        Shape shape = input.tensor().shape();
        if (shape.elementCount() > 0) {
            return;
        }
        for (int i = 0; i < shape.rank(); i++) {
            if (shape.dimension(i) > MOST_OF_NOTHING) {
                throw new InferenceException("input '" + input.name() + "': shape " + shape
                        + " (expected: no dimension above " + MOST_OF_NOTHING + " in a tensor without elements)");
            }
        }
    }
}
