package dev.inferport.runtime.api;

/**
 * One input tensor of a request.
 *
 * @param name the tensor's name in the request
 * @param tensor datatype, shape and elements
 * @param parameters such as {@code content_type}
 */
public record RequestInput(String name, Tensor tensor, Parameters parameters) {

    public RequestInput(String name, Tensor tensor) {
        this(name, tensor, Parameters.none());
    }
}
