package dev.inferport.runtime.api;

/**
 * What a model says of one of its inputs or outputs.
 *
 * @param name the tensor's name
 * @param datatype the type of its elements
 * @param shape its dimensions, -1 for those of any size
 * @param parameters such as {@code content_type}
 */
public record TensorMetadata(String name, DataType datatype, Shape shape, Parameters parameters) {

    public TensorMetadata(String name, DataType datatype, Shape shape) {
        this(name, datatype, shape, Parameters.none());
    }
}
