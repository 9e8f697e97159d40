package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tensors of one request in the library's form, freed together. Not for use by several threads. */
final class InputTensors implements AutoCloseable {

    private final Map<String, OnnxTensor> byName = new HashMap<>();
    private final List<Shape> shapes = new ArrayList<>(2);
    private final List<ByteBuffer> scratch = new ArrayList<>(2);
    private final TensorFactory factory;

    private InputTensors(TensorFactory factory) {
        this.factory = factory;
    }

    /**
     * Checks all tensors before it makes the first.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where one is missing, too many or doesn't fit the graph
     */
    static InputTensors of(InferenceRequest request, Map<String, ModelInput> declared, TensorFactory factory)
            throws OrtException {
        for (RequestInput input : request.inputs()) {
            ModelInput expected = declared.get(input.name());
            if (expected == null) {
                throw unknown(input, declared.keySet());
            }
            expected.check(input);
        }
        declared.keySet().forEach(request::input);
        InputTensors tensors = new InputTensors(factory);
        boolean complete = false;
        try {
            for (String name : declared.keySet()) {
                Tensor tensor = request.input(name).tensor();
                tensors.shapes.add(tensor.shape());
                tensors.byName.put(name, factory.create(tensor, tensors.scratch));
            }
            complete = true;
            return tensors;
        } finally {
            if (!complete) {
                tensors.close();
            }
        }
    }

    static InferenceException unknown(RequestInput input, Collection<String> known) {
        return new InferenceException(
                "input '" + input.name() + "' is none of this model's (expected: " + new TreeSet<>(known) + ")");
    }

    Map<String, OnnxTensor> byName() {
        return byName;
    }

    /** In the order of the graph's inputs. */
    List<Shape> shapes() {
        return shapes;
    }

    @Override
    public void close() {
        byName.values().forEach(OnnxTensor::close);
        factory.release(scratch);
    }
}
