package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;

/**
 * The elements of a tensor as read, before the shape is known for sure.
 *
 * @param raw the elements in the raw form of the protocol
 * @param count of elements
 * @param nesting of the lists that held them; one dimension for a flat list
 */
record TensorData(ByteBuffer raw, int count, Shape nesting) {

    /** The tensor of that shape: the data is either a flat list of all elements or nested as the shape says. */
    Tensor toTensor(DataType type, Shape shape) {
        long expected = shape.elementCount();
        boolean flat = nesting.rank() <= 1;
        if (flat && count != expected) {
            throw new InferenceException(
                    "data: " + count + " elements (expected: " + expected + " for the shape " + shape + ")");
        }
        if (!flat && !nesting.equals(shape)) {
            throw new InferenceException("data: nested as " + nesting + " (expected: " + shape
                    + ", the shape, or a flat list of " + expected + " elements)");
        }
        return Tensor.ofRaw(type, shape, raw);
    }
}
