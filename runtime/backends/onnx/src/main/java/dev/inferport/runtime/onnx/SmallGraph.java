package dev.inferport.runtime.onnx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A graph of a few nodes with all that they say. The numbers in the code are field numbers of the ONNX format.
 *
 * @param ones the names of constants that are a single float of 1
 */
record SmallGraph(List<GraphNode> nodes, List<GraphValue> inputs, List<GraphValue> outputs, Set<String> ones) {

    private static final int MOST_NODES = 16;
    private static final int MOST_VALUES = 64;

    SmallGraph {
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        ones = Set.copyOf(ones);
    }

    /** The graph in a file, or empty where it has many nodes, or a part that is not read here. */
    static Optional<SmallGraph> read(Path file) throws IOException {
        Optional<SmallGraph> found = Optional.empty();
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ProtoReader in = new ProtoReader(stream, Files.size(file));
            for (int field = in.next(); field != 0; field = in.next()) {
                if (field == 7) {
                    // A second graph would be merged with the first: none that a converter writes.
                    found = found.isPresent() ? Optional.empty() : readGraph(in);
                    if (found.isEmpty()) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    private static Optional<SmallGraph> readGraph(ProtoReader in) throws IOException {
        List<GraphNode> nodes = new ArrayList<>();
        List<GraphValue> inputs = new ArrayList<>();
        List<GraphValue> outputs = new ArrayList<>();
        Set<String> ones = new HashSet<>();
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> nodes.add(GraphNode.read(in));
                case 5 -> readOne(in).ifPresent(ones::add);
                case 11 -> inputs.add(GraphValue.read(in));
                case 12 -> outputs.add(GraphValue.read(in));
                default -> {
                    // Names, documentation, shapes of values in between.
                }
            }
            if (nodes.size() > MOST_NODES || Math.max(inputs.size(), outputs.size()) > MOST_VALUES) {
                return Optional.empty();
            }
        }
        in.leave(outer);
        return Optional.of(new SmallGraph(nodes, inputs, outputs, ones));
    }

    /** The name of a constant that is a single float of 1, with which some converters multiply. */
    private static Optional<String> readOne(ProtoReader in) throws IOException {
        String name = "";
        float[] values = {};
        boolean single = true;
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> {
                    long[] product = {1};
                    in.numbers(size -> product[0] *= size);
                    single &= product[0] == 1;
                }
                case 2 -> single &= in.number() == GraphValue.FLOAT;
                case 4 -> values = in.length() <= Float.BYTES ? in.floats() : values;
                case 8 -> name = in.text();
                case 9 -> values = in.length() <= Float.BYTES ? in.floats() : values;
                default -> {
                    // Documentation; whatever else holds no float.
                }
            }
        }
        in.leave(outer);
        return single && values.length == 1 && values[0] == 1 ? Optional.of(name) : Optional.empty();
    }
}
