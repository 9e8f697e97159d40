package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Texts on their way out of the library. Its Java interface takes UTF-8 for the JVM's own form of it, which has no
 * sequences of four bytes: a character beyond U+FFFF comes out as the first bytes of it, each as a character of U+0080
 * to U+00FF, and the end of the text is lost. Where such characters appear, the library itself is asked whether the
 * text is what it seems to be; if not, there is no answer rather than a wrong one. A text ends at its first U+0000. For
 * any number of threads.
 */
final class TextResults {

    /** All characters that come out as they are. */
    private static final String READABLE = "[\\x{0001}-\\x{FFFF}]*";

    private final @Nullable OrtSession readable;

    private TextResults(@Nullable OrtSession readable) {
        this.readable = readable;
    }

    /** Ready for texts, where one of the outputs has them. */
    static TextResults open(OrtEnvironment environment, Collection<ModelOutput> outputs) throws OrtException {
        boolean needed = outputs.stream().anyMatch(output -> output.dataType().equals(Optional.of(DataType.BYTES)));
        return new TextResults(needed ? TinyGraph.open(environment, TinyGraph.matches(READABLE)) : null);
    }

    /**
     * The texts of a tensor, in row-major order.
     *
     * @throws InferenceException (UNIMPLEMENTED) where one of them can't be read
     */
    List<String> read(String output, OnnxTensor tensor) throws OrtException {
        List<String> texts = new ArrayList<>();
        if (tensor.getInfo().getNumElements() != 0) {
            collect(tensor.getValue(), texts);
        }
        if (texts.stream().anyMatch(TextResults::isSuspicious)) {
            check(output, tensor);
        }
        return texts;
    }

    void close() throws OrtException {
        if (readable != null) {
            readable.close();
        }
    }

    private void check(String output, OnnxTensor tensor) throws OrtException {
        if (readable == null) {
            throw new IllegalStateException("output '" + output + "' was not declared as text");
        }
        try (OrtSession.Result result = readable.run(Map.of(TinyGraph.INPUT, tensor))) {
            ByteBuffer matches = ((OnnxTensor) result.get(0)).getByteBuffer();
            while (matches.hasRemaining()) {
                if (matches.get() == 0) {
                    throw new InferenceException(
                            Reason.UNIMPLEMENTED,
                            "output '" + output + "': text " + (matches.position() - 1)
                                    + " has characters beyond U+FFFF"
                                    + " or is no UTF-8, which can't be read from ONNX Runtime");
                }
            }
        }
    }

    private static boolean isSuspicious(String text) {
        return text.chars().anyMatch(c -> c >= 0x80 && c <= 0xFF);
    }

    private static void collect(Object value, List<String> texts) {
        if (value instanceof Object[] array) {
            for (Object element : array) {
                collect(element, texts);
            }
        } else {
            texts.add((String) value);
        }
    }
}
