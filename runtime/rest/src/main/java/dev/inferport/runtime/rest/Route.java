package dev.inferport.runtime.rest;

import java.util.Optional;

/**
 * What a path stands for.
 *
 * @param model the model's name, or that of a file; empty for an operation on the server
 * @param version the version in the path
 */
record Route(Operation operation, String model, Optional<String> version) {

    /** The path with the names of its variables in place of this request's values. */
    String template() {
        return operation.template(version.isPresent());
    }

    static Route of(Operation operation) {
        return new Route(operation, "", Optional.empty());
    }

    static Route of(Operation operation, String model) {
        return new Route(operation, model, Optional.empty());
    }
}
