package dev.inferport.runtime.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.Optional;

/**
 * What the graph says of an output.
 *
 * @param kind what it is in the graph, for a message
 * @param isArray whether it is a tensor in the graph, too, and not a map that becomes one
 * @param dataType empty where no tensor can hold it
 */
record ModelOutput(String name, String kind, boolean isArray, Optional<DataType> dataType, Shape shape) {

    private static final Shape MATRIX = Shape.of(Shape.ANY, Shape.ANY);

    static ModelOutput of(NodeInfo node) {
        ValueInfo info = node.getInfo();
        String kind = String.valueOf(info);
        if (info instanceof TensorInfo tensor) {
            Optional<DataType> dataType = ElementTypes.dataType(tensor.onnxType);
            return new ModelOutput(node.getName(), kind, true, dataType, ModelInput.declaredShape(tensor));
        }
        Optional<MapInfo> map = Optional.empty();
        if (info instanceof MapInfo single) {
            map = Optional.of(single);
        } else if (info instanceof SequenceInfo sequence && sequence.isSequenceOfMaps()) {
            map = Optional.of(sequence.mapInfo);
        }
        Optional<DataType> dataType = map.flatMap(values -> ElementTypes.ofMapValues(values.valueType));
        return new ModelOutput(node.getName(), kind, false, dataType, MATRIX);
    }

    boolean isTensor() {
        return dataType.isPresent();
    }

    /** @throws InferenceException (INVALID_ARGUMENT) where no tensor can hold the output */
    void check() {
        if (!isTensor()) {
            throw new InferenceException("output '" + name + "' is " + kind
                    + ", which can't be given as a tensor (expected: outputs that the model's metadata lists)");
        }
    }

    TensorMetadata metadata() {
        return new TensorMetadata(name, dataType.orElseThrow(), shape);
    }
}
