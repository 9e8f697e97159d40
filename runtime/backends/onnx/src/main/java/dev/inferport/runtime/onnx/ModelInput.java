package dev.inferport.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.Arrays;

/**
 * What the graph says of an input.
 *
 * @param shape with -1 for dimensions of any size; without a dimension where the graph leaves the shape open
 */
record ModelInput(String name, DataType dataType, Shape shape) {

    /** @throws InvalidOnnxException where the input is none that a request can give */
    static ModelInput of(NodeInfo node) throws InvalidOnnxException {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new InvalidOnnxException("input '" + node.getName() + "' is no tensor but " + node.getInfo()
                    + ", which no request can give");
        }
        DataType dataType = ElementTypes.dataType(info.onnxType)
                .orElseThrow(() -> new InvalidOnnxException("input '" + node.getName() + "' has elements of type "
                        + info.onnxType + ", which the V2 protocol doesn't have"));
        return new ModelInput(node.getName(), dataType, declaredShape(info));
    }

    /** A declared shape; sizes that the graph leaves open, or gives as nonsense, are of any size. */
    static Shape declaredShape(TensorInfo info) {
        return Shape.of(Arrays.stream(info.getShape())
                .map(size -> Math.max(size, Shape.ANY))
                .toArray());
    }

    TensorMetadata metadata() {
        return new TensorMetadata(name, dataType, shape);
    }

    /**
     * Checks that the graph takes this tensor.
     *
     * @throws InferenceException (INVALID_ARGUMENT) for another datatype, rank or dimension
     */
    void check(RequestInput input) {
        Tensor tensor = input.tensor();
        if (tensor.dataType() != dataType) {
            throw new InferenceException(
                    "input '" + name + "': datatype " + tensor.dataType() + " (expected: " + dataType + ")");
        }
        // The library tells no difference between a scalar and a shape that is open.
        if (shape.rank() > 0 && !tensor.shape().matches(shape)) {
            throw new InferenceException("input '" + name + "': shape " + tensor.shape() + " (expected: " + shape
                    + (shape.isConcrete() ? "" : ", -1 for any size") + ")");
        }
        if (tensor.shape().rank() > TensorInfo.MAX_DIMENSIONS) {
            throw new InferenceException("input '" + name + "': "
                    + tensor.shape().rank() + " dimensions (expected: at most " + TensorInfo.MAX_DIMENSIONS + ")");
        }
    }
}
