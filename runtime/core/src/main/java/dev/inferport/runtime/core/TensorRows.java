package dev.inferport.runtime.core;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Puts tensors on top of each other along their outermost dimension, and takes them apart again. */
final class TensorRows {

    private final Tensor tensor;
    private final ByteBuffer raw;
    private final long elementsPerRow;
    private int element;
    private int offset;

    /** Begins at the first row of a tensor that has rows. */
    TensorRows(Tensor tensor) {
        this.tensor = tensor;
        this.raw = tensor.raw();
        this.elementsPerRow = withRows(tensor.shape(), 1).elementCount();
    }

    /**
     * A tensor with a copy of the rows of all.
     *
     * @param parts of one datatype, and of one shape but for the rows
     * @param rows the sum of their rows
     * @throws ArithmeticException for more than 2 GiB
     */
    static Tensor stack(List<Tensor> parts, long rows) {
        long bytes = 0;
        for (Tensor part : parts) {
            bytes += part.raw().limit();
        }
        ByteBuffer stacked = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        parts.forEach(part -> stacked.put(part.raw()));
        Tensor first = parts.get(0);
        return Tensor.ofRaw(first.dataType(), withRows(first.shape(), rows), stacked.flip());
    }

    /** The next rows, as a view of the tensor and not a copy. */
    Tensor next(long rows) {
        int elements = Math.toIntExact(rows * elementsPerRow);
        int bytes = bytes(elements);
        Tensor part = Tensor.ofRaw(tensor.dataType(), withRows(tensor.shape(), rows), raw.slice(offset, bytes));
        element += elements;
        offset += bytes;
        return part;
    }

    private int bytes(int elements) {
        if (tensor.dataType() != DataType.BYTES) {
            return elements * tensor.dataType().size();
        }
        int bytes = 0;
        for (int i = element; i < element + elements; i++) {
            bytes += Integer.BYTES + tensor.element(i).remaining();
        }
        return bytes;
    }

    private static Shape withRows(Shape shape, long rows) {
        long[] dimensions = shape.toArray();
        dimensions[0] = rows;
        return Shape.of(dimensions);
    }
}
