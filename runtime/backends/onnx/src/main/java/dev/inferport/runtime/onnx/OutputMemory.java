package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Memory that the library writes the outputs of one run to. To have it allocate and describe them would cost more than
 * to run a small graph. Not for use by several threads.
 */
final class OutputMemory implements AutoCloseable {

    private final TensorFactory factory;
    private final List<ModelOutput> outputs;
    private final Map<String, Shape> shapes;
    private final Map<String, OnnxTensor> byName = new HashMap<>();
    private final Map<String, ByteBuffer> bytes = new HashMap<>();
    private final List<ByteBuffer> scratch = new ArrayList<>(2);

    private OutputMemory(TensorFactory factory, List<ModelOutput> outputs, Map<String, Shape> shapes) {
        this.factory = factory;
        this.outputs = outputs;
        this.shapes = shapes;
    }

    /** Whether an output of that shape is one that the library can be given memory for, and gains by it. */
    static boolean fits(ModelOutput output, Shape shape) {
        DataType type = output.dataType().orElse(DataType.BYTES);
        return output.isArray()
                && TensorFactory.makesOfBytes(type)
                && shape.elementCount() > 0
                && shape.elementCount() <= ScratchMemory.LARGEST_KEPT / type.size();
    }

    static OutputMemory of(List<ModelOutput> outputs, Map<String, Shape> shapes, TensorFactory factory)
            throws OrtException {
        OutputMemory memory = new OutputMemory(factory, outputs, shapes);
        boolean complete = false;
        try {
            for (ModelOutput output : outputs) {
                memory.add(output);
            }
            complete = true;
            return memory;
        } finally {
            if (!complete) {
                memory.close();
            }
        }
    }

    private void add(ModelOutput output) throws OrtException {
        if (byName.containsKey(output.name())) {
            return; // asked for twice
        }
        DataType type = output.dataType().orElseThrow();
        Shape shape = shape(output);
        ByteBuffer buffer = factory.take((int) shape.elementCount() * type.size(), scratch);
        bytes.put(output.name(), buffer);
        byName.put(output.name(), factory.over(type, buffer, shape.toArray()));
    }

    Map<String, OnnxTensor> byName() {
        return byName;
    }

    /** Copies of what the run has written. */
    List<ResponseOutput> answers() {
        List<ResponseOutput> answers = new ArrayList<>(outputs.size());
        for (ModelOutput output : outputs) {
            ByteBuffer written = Objects.requireNonNull(bytes.get(output.name()));
            ByteBuffer copy = ByteBuffer.allocate(written.remaining())
                    .put(written.duplicate())
                    .flip();
            answers.add(new ResponseOutput(
                    output.name(), Tensor.ofRaw(output.dataType().orElseThrow(), shape(output), copy)));
        }
        return answers;
    }

    private Shape shape(ModelOutput output) {
        return Objects.requireNonNull(shapes.get(output.name()));
    }

    @Override
    public void close() {
        byName.values().forEach(OnnxTensor::close);
        factory.release(scratch);
    }
}
