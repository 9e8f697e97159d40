package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.inferport.runtime.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Texts on their way into the library. Its Java interface passes them in the JVM's own form of UTF-8, in which
 * characters beyond U+FFFF and U+0000 have other bytes than in UTF-8: a graph would take an emoji for another text than
 * the one it was trained with. Such texts, and bytes that are no text, go in as the constant of a graph of their own,
 * which takes a moment longer.
 */
final class TextTensors {

    private TextTensors() {}

    static OnnxTensor create(OrtEnvironment environment, Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().toArray();
        int count = tensor.elementCount();
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            if (!isPlain(tensor.element(i))) {
                return exact(environment, tensor, shape);
            }
            texts[i] = tensor.string(i);
        }
        return OnnxTensor.createTensor(environment, texts, shape);
    }

    /** Whether both forms of UTF-8 have the same bytes for it. */
    private static boolean isPlain(ByteBuffer element) {
        boolean ascii = true;
        for (int i = 0; i < element.limit(); i++) {
            int unsigned = element.get(i) & 0xFF;
            if (unsigned == 0 || unsigned >= 0xF0) {
                return false;
            }
            ascii &= unsigned < 0x80;
        }
        return ascii || isUtf8(element);
    }

    private static boolean isUtf8(ByteBuffer element) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(element.duplicate());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static OnnxTensor exact(OrtEnvironment environment, Tensor tensor, long[] shape) throws OrtException {
        List<ByteBuffer> elements = new ArrayList<>(tensor.elementCount());
        for (int i = 0; i < tensor.elementCount(); i++) {
            elements.add(tensor.element(i));
        }
        try (OrtSession graph = TinyGraph.open(environment, TinyGraph.texts(elements, shape))) {
            return (OnnxTensor) graph.run(Map.of()).get(0);
        }
    }
}
