package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copies results out of the library's memory. For any number of threads. */
final class OutputTensors {

    private static final int BYTES_PER_TEXT = 100;

    private final TextResults texts;

    OutputTensors(TextResults texts) {
        this.texts = texts;
    }

    ResponseOutput of(String name, OnnxValue value) throws OrtException {
        if (value instanceof OnnxTensor tensor) {
            return new ResponseOutput(name, tensor(name, tensor));
        }
        if (value instanceof OnnxMap map) {
            return MapRows.flatten(name, List.of(entries(name, map)));
        }
        if (value instanceof OnnxSequence sequence) {
            return MapRows.flatten(name, maps(name, sequence));
        }
        throw notATensor(name, value);
    }

    private Tensor tensor(String name, OnnxTensor value) throws OrtException {
        TensorInfo info = value.getInfo();
        long[] shape = info.getShape();
        DataType dataType = ElementTypes.dataType(info.onnxType).orElseThrow(() -> notATensor(name, value));
        requireRoom(info, dataType == DataType.BYTES ? BYTES_PER_TEXT : dataType.size());
        if (dataType == DataType.BYTES) {
            return Tensor.ofStrings(texts.read(name, value), shape);
        }
        return Tensor.ofRaw(dataType, Shape.of(shape), value.getByteBuffer());
    }

    /** For the copy, and for what is made of it on its way to the caller. */
    private static void requireRoom(TensorInfo info, int bytesPerElement) {
        long rows = info.getShape().length == 0 ? 1 : Math.max(1, info.getShape()[0]);
        HeapRoom.requireForRows(rows, 3L * bytesPerElement * (info.getNumElements() / rows));
    }

    private static List<Map<?, ?>> maps(String name, OnnxSequence sequence) throws OrtException {
        if (sequence.getInfo().length == 0) {
            return List.of();
        }
        List<? extends OnnxValue> values = sequence.getValue();
        List<Map<?, ?>> maps = new ArrayList<>(values.size());
        try {
            for (OnnxValue value : values) {
                if (!(value instanceof OnnxMap map)) {
                    throw notATensor(name, value);
                }
                maps.add(entries(name, map));
            }
            return maps;
        } finally {
            OnnxValue.close(values);
        }
    }

    /** Keys beyond U+FFFF may come out as the same text: see {@link TextResults}. */
    private static Map<?, ?> entries(String name, OnnxMap map) throws OrtException {
        Map<?, ?> entries = map.getValue();
        if (entries.size() != map.size()) {
            throw new InferenceException(
                    Reason.UNIMPLEMENTED,
                    "output '" + name + "': keys with characters beyond U+FFFF can't be read from ONNX Runtime");
        }
        return entries;
    }

    private static InferenceException notATensor(String name, OnnxValue value) {
        return new InferenceException(
                Reason.UNIMPLEMENTED,
                "output '" + name + "' is " + value.getInfo() + ", which can't be given as a tensor");
    }
}
