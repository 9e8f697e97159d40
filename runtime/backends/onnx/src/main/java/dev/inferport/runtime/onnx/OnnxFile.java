package dev.inferport.runtime.onnx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The outline of a model's file: how many bytes of which kind it holds, and what it refers to outside. The numbers in
 * the code are field numbers of the ONNX format.
 */
final class OnnxFile {

    private static final int DEEPEST = 32;

    private static final Set<String> REPEATING = Set.of("Loop", "Scan");

    private final Path file;
    private final FunctionCalls calls = new FunctionCalls();
    private boolean repeats;
    private final SessionMemory memory = new SessionMemory();

    private OnnxFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the outline; the weights themselves are skipped.
     *
     * @throws InvalidOnnxException where it is no model, or one with data outside its folder
     */
    static OnnxFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidOnnxException("no file (expected: a file, or a folder with model.onnx in it)");
        }
        OnnxFile outline = new OnnxFile(file.toAbsolutePath().normalize());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            outline.model(new ProtoReader(in, Files.size(file)));
        }
        return outline;
    }

    /** Bytes that a session of this model takes outside the heap. */
    long estimatedMemory() {
        return memory.bytes();
    }

    /** Whether nodes of the graph may run more than once, so that nobody knows when it ends. */
    boolean repeats() {
        return repeats;
    }

    private void model(ProtoReader in) throws IOException {
        boolean hasGraph = false;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 7 -> {
                    graph(in, 0);
                    hasGraph = true;
                }
                case 25 -> function(in);
                default -> {
                    // Versions, names, documentation.
                }
            }
        }
        calls.check();
        if (!hasGraph) {
            throw new InvalidOnnxException("not an ONNX model: no graph in it");
        }
    }

    private void graph(ProtoReader in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidOnnxException("graphs within graphs, more than " + DEEPEST);
        }
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> node(in, depth);
                case 5 -> tensor(in);
                case 15 -> sparseTensor(in);
                default -> {
                    // Names, documentation, types: small.
                }
            }
        }
        in.leave(outer);
    }

    private void function(ProtoReader in) throws IOException {
        calls.beginFunction();
        ProtoReader.Outer outer = in.enter();
        String name = "";
        String domain = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 7 -> node(in, 0);
                case 10 -> domain = in.text();
                case 11 -> attribute(in, 0);
                default -> {
                    // Names of values, documentation.
                }
            }
        }
        in.leave(outer);
        calls.endFunction(domain, name);
    }

    private void node(ProtoReader in, int depth) throws IOException {
        ProtoReader.Outer outer = in.enter();
        List<String> inputs = new ArrayList<>();
        String operator = "";
        String domain = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> inputs.add(in.text());
                case 4 -> operator = in.text();
                case 5 -> attribute(in, depth);
                case 7 -> domain = in.text();
                default -> {
                    // Outputs, names, documentation.
                }
            }
        }
        memory.addNode(operator, inputs);
        repeats |= REPEATING.contains(operator);
        calls.node(domain, operator);
        in.leave(outer);
    }

    private void attribute(ProtoReader in, int depth) throws IOException {
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 5, 10 -> tensor(in);
                case 6, 11 -> graph(in, depth + 1);
                case 22, 23 -> sparseTensor(in);
                // Packed, or one element: then it may have been read with its tag.
                case 7, 8, 9 -> memory.addAttribute(Math.max(in.length(), 4));
                default -> {
                    // The attribute's name and single values.
                }
            }
        }
        in.leave(outer);
    }

    private void sparseTensor(ProtoReader in) throws IOException {
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1 || field == 2) {
                tensor(in);
            }
        }
        in.leave(outer);
    }

    private void tensor(ProtoReader in) throws IOException {
        ProtoReader.Outer outer = in.enter();
        ExternalData external = new ExternalData(file);
        String name = "";
        long bytes = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 4, 5, 6, 7, 9, 10, 11 -> bytes += in.length();
                case 8 -> name = in.text();
                case 13 -> externalData(in, external);
                default -> {
                    // Dimensions, datatype.
                }
            }
        }
        memory.addWeights(name, bytes + external.size());
        in.leave(outer);
    }

    private static void externalData(ProtoReader in, ExternalData external) throws IOException {
        ProtoReader.Outer outer = in.enter();
        String key = "";
        String value = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                key = in.text();
            } else if (field == 2) {
                value = in.text();
            }
        }
        in.leave(outer);
        external.entry(key, value);
    }
}
