package dev.inferport.runtime.onnx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The outline of a model's file: how many bytes of which kind it holds, and what it refers to outside. The numbers in
 * the code are field numbers of the ONNX format.
 *
 * <p>The library doesn't tell how much memory a session takes. Measured with ONNX Runtime 1.29 by the growth of the
 * process, many sessions each: dense layers take 1.7 times their weights, because the library keeps some in a second
 * form, other weights 1.2 times; tree ensembles take 3.4 to 5.8 times the lists in their attributes; a session without
 * either takes some kilobytes. The estimate takes the upper end of each.
 */
final class OnnxFile {

    private static final long SESSION = 64 * 1024;
    private static final int DEEPEST = 32;

    private final Path file;
    private long weights;
    private long attributes;

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
        return SESSION + weights * 7 / 4 + attributes * 6;
    }

    private void model(ProtoReader in) throws IOException {
        boolean hasGraph = false;
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 7) {
                graph(in, 0);
                hasGraph = true;
            }
        }
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

    private void node(ProtoReader in, int depth) throws IOException {
        ProtoReader.Outer outer = in.enter();
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 5) {
                attribute(in, depth);
            }
        }
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
                case 7, 8, 9 -> attributes += Math.max(in.length(), 4);
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
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 4, 5, 6, 7, 9, 10, 11 -> weights += in.length();
                case 13 -> externalData(in, external);
                default -> {
                    // Dimensions, datatype, name.
                }
            }
        }
        weights += external.size();
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
