package dev.inferport.runtime.api;

/**
 * One output that a request asks for.
 *
 * @param name the output's name
 * @param parameters such as {@code binary_data}
 */
public record RequestedOutput(String name, Parameters parameters) {

    public RequestedOutput(String name) {
        this(name, Parameters.none());
    }
}
