package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import java.util.HashSet;
import java.util.Set;

/**
 * What every model may rely on: a request has an input, and no two of the same name. Shapes and datatypes that a model
 * declares are documentation for clients, as in MLServer, and are not enforced here.
 */
final class RequestValidator {

    void check(InferenceRequest request) {
        if (request.inputs().isEmpty()) {
            throw new InferenceException("inputs: none (expected: at least one tensor)");
        }
        if (request.inputs().size() > 1) {
            Set<String> names = new HashSet<>();
            for (RequestInput input : request.inputs()) {
                if (!names.add(input.name())) {
                    throw new InferenceException("input '" + input.name() + "' is given twice");
                }
            }
        }
    }
}
