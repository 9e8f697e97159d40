package dev.inferport.runtime.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which functions of a model call which. The library puts a function's nodes in place of each call, so that a few
 * functions that call each other twice would make a graph without end. Not for use by several threads.
 */
final class FunctionCalls {

    private static final int MOST_NODES = 200_000;
    private static final int DEEPEST = 256;

    private final List<String> ofGraph = new ArrayList<>();
    private final Map<String, List<String>> ofFunction = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private List<String> current = ofGraph;

    /** A node, of the function that was begun last or else of the graph. */
    void node(String domain, String operator) {
        current.add(domain + ':' + operator);
    }

    void beginFunction() {
        current = new ArrayList<>();
    }

    void endFunction(String domain, String name) {
        ofFunction
                .computeIfAbsent(domain + ':' + name, key -> new ArrayList<>())
                .addAll(current);
        current = ofGraph;
    }

    /**
     * Proves that the graph stays small when each call is replaced.
     *
     * @throws InvalidOnnxException where it does not
     */
    void check() throws InvalidOnnxException {
        if (!ofFunction.isEmpty()) {
            require(size(ofGraph), "the graph");
        }
    }

    private long size(List<String> nodes) throws InvalidOnnxException {
        long size = 0;
        for (String node : nodes) {
            size += 1 + (ofFunction.containsKey(node) ? sizeOfFunction(node) : 0);
            require(size, node);
        }
        return size;
    }

    private long sizeOfFunction(String name) throws InvalidOnnxException {
        Long known = sizes.get(name);
        if (known != null) {
            return known;
        }
        if (!open.add(name) || open.size() > DEEPEST) {
            throw new InvalidOnnxException(
                    "functions that call each other, more than " + DEEPEST + " deep or in a circle");
        }
        long size = size(ofFunction.getOrDefault(name, List.of()));
        open.remove(name);
        sizes.put(name, size);
        return size;
    }

    private static void require(long size, String what) throws InvalidOnnxException {
        if (size > MOST_NODES) {
            throw new InvalidOnnxException(what + " has more than " + MOST_NODES
                    + " nodes when each call of a function is replaced by its nodes");
        }
    }
}
