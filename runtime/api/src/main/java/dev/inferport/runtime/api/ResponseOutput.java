package dev.inferport.runtime.api;

/**
 * One output tensor of a response.
 *
 * @param name the output's name
 * @param tensor datatype, shape and elements
 * @param parameters such as {@code content_type}
 */
public record ResponseOutput(String name, Tensor tensor, Parameters parameters) {

    private static final Parameters NUMPY = Parameters.of("content_type", "np");

    public ResponseOutput(String name, Tensor tensor) {
        this(name, tensor, Parameters.none());
    }

    /**
     * An output that clients of MLServer decode as an array without being told: its {@code content_type} is {@code np},
     * as on every output of MLServer's own runtimes.
     */
    public static ResponseOutput array(String name, Tensor tensor) {
        return new ResponseOutput(name, tensor, NUMPY);
    }
}
