package dev.inferport.runtime.onnx;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bytes that a session takes outside the heap, by what its graph holds: the library doesn't tell. The factors are
 * from ONNX Runtime 1.29, measured by the growth of a process over 10 to 200 sessions each: 70 KiB for the session, 3
 * to 4.3 KiB for a node, 1.0 times the weights of a table, 1.5 to 2.2 times the weights of dense and convolutional
 * layers, which the library keeps in a second form, and 3.4 to 5.8 times the lists in the attributes of tree ensembles.
 * The estimate takes the upper end of each. Not for use by several threads.
 */
final class SessionMemory {

    private static final long SESSION = 70 * 1024;
    private static final long NODE = 4 * 1024;
    private static final Set<String> KEEP_A_SECOND_FORM =
            Set.of("Gemm", "MatMul", "Conv", "ConvTranspose", "LSTM", "GRU", "RNN");

    private final Map<String, Long> weights = new HashMap<>();
    private final Set<String> packed = new HashSet<>();
    private long nodes;
    private long attributes;

    void addNode(String operator, Collection<String> inputs) {
        nodes++;
        if (KEEP_A_SECOND_FORM.contains(operator)) {
            packed.addAll(inputs);
        }
    }

    void addAttribute(long bytes) {
        attributes += bytes;
    }

    /** A tensor that the file, or one beside it, has; the name may be empty. */
    void addWeights(String name, long bytes) {
        weights.merge(name, bytes, Long::sum);
    }

    long bytes() {
        long bytes = SESSION + NODE * nodes + attributes * 6;
        for (Map.Entry<String, Long> tensor : weights.entrySet()) {
            long once = tensor.getValue();
            bytes += packed.contains(tensor.getKey()) ? 2 * once : once;
        }
        return bytes;
    }
}
