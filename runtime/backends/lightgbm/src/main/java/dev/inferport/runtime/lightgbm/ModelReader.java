package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a model's text: a header, the trees, and what follows them (importances, parameters, the categories of data
 * frames), which no prediction needs. Not for use by several threads.
 */
final class ModelReader {

    private static final String TREE = "Tree=";
    private static final String END = "end of trees";

    /** A pickle's first byte, in any protocol of the last twenty years. */
    private static final char PICKLE = 0x80;

    private final ModelLines lines;

    private ModelReader(ModelLines lines) {
        this.lines = lines;
    }

    /**
     * The model in the file.
     *
     * @throws InvalidBoosterException where the content is no model that can be served
     */
    static Booster read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidBoosterException(
                    file + ": no file (expected: a file, or a folder with model.bst, model.txt or model.lgb in it)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (InvalidBoosterException e) {
            throw new InvalidBoosterException(file + ": " + e.getMessage(), e);
        }
    }

    static Booster read(InputStream in) throws IOException {
        return new ModelReader(new ModelLines(HeapRoom.watching(in))).read();
    }

    private Booster read() throws IOException {
        requireText(lines.next("a LightGBM model"));
        Section section = new Section();
        String line = lines.nextFilled("a header");
        while (!line.startsWith(TREE) && !line.equals(END)) {
            section.add(line);
            line = lines.nextFilled("trees");
        }
        ModelHeader header = ModelHeader.of(section);
        TreeEnsembleBuilder trees = trees(header);
        int found = 0;
        while (!line.equals(END)) {
            requireNumber(line, found);
            addTree(trees, found, found % header.outputs());
            found++;
            line = lines.nextFilled("another tree, or " + END);
        }
        header.requireTrees(found);
        return new Booster(trees.buildDouble(), header.averaged(), header.response());
    }

    private static void requireText(String firstLine) throws InvalidBoosterException {
        if (firstLine.strip().equals("tree")) {
            return;
        }
        String why = "it starts with '" + ModelLines.shortened(firstLine) + "' (expected: tree)";
        if (!firstLine.isEmpty() && firstLine.charAt(0) == PICKLE) {
            why = "but a Python pickle; save the booster with its save_model() method";
        } else if (firstLine.startsWith("{")) {
            why = "but JSON, which the library doesn't read; save the booster with its save_model() method";
        }
        throw new InvalidBoosterException("not a LightGBM model: " + why);
    }

    private static TreeEnsembleBuilder trees(ModelHeader header) throws InvalidBoosterException {
        try {
            return new TreeEnsembleBuilder(header.features(), header.outputs(), Comparison.LESS_OR_EQUAL);
        } catch (InvalidTreeException e) {
            throw new InvalidBoosterException("header: " + e.getMessage(), e);
        }
    }

    private void requireNumber(String line, int expected) throws InvalidBoosterException {
        if (!line.equals(TREE + expected)) {
            throw new InvalidBoosterException("line " + lines.number() + ": '" + ModelLines.shortened(line)
                    + "' (expected: " + TREE + expected + ", or " + END + ")");
        }
    }

    private void addTree(TreeEnsembleBuilder trees, int number, int output) throws IOException {
        Section section = new Section();
        String expected = "the rest of tree " + number;
        for (String line = lines.next(expected); !line.isEmpty(); line = lines.next(expected)) {
            section.add(line);
        }
        try {
            trees.add(new TreeSection(section).toTree(), output);
        } catch (InvalidTreeException | InvalidBoosterException e) {
            throw new InvalidBoosterException("tree " + number + ": " + e.getMessage(), e);
        }
    }
}
