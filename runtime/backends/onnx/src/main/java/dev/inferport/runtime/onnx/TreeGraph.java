package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.onnx.CompiledTrees.Part;
import dev.inferport.runtime.trees.FloatTreeEnsemble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises a graph that is a tree ensemble over its only input, with nothing behind it but what passes its results
 * on, and compiles it. Whatever it can't prove to be that, damaged files among them, it leaves to the library.
 */
final class TreeGraph {

    private static final String CLASSIFIER = "ai.onnx.ml.TreeEnsembleClassifier";
    private static final String REGRESSOR = "ai.onnx.ml.TreeEnsembleRegressor";

    /** Lists take more memory than the file while they are read. */
    private static final long LARGEST = Runtime.getRuntime().maxMemory() / 16;

    /** What a byte of the lists becomes at most while they are read. */
    private static final long BYTES_PER_BYTE = 20;

    private final SmallGraph graph;
    private final GraphNode trees;

    private TreeGraph(SmallGraph graph, GraphNode trees) {
        this.graph = graph;
        this.trees = trees;
    }

    /** The compiled graph, or empty where it is another. */
    static Optional<CompiledTrees> compile(Path file) throws IOException {
        if (Files.size(file) > LARGEST || !HeapRoom.has(BYTES_PER_BYTE * Files.size(file))) {
            return Optional.empty();
        }
        try {
            return SmallGraph.read(file).flatMap(TreeGraph::of).flatMap(TreeGraph::compile);
        } catch (InvalidOnnxException e) {
            // The library says what is wrong with it.
            return Optional.empty();
        }
    }

    private static Optional<TreeGraph> of(SmallGraph graph) {
        List<GraphNode> ensembles = graph.nodes().stream()
                .filter(node -> List.of(CLASSIFIER, REGRESSOR).contains(node.operator()))
                .toList();
        boolean fits = ensembles.size() == 1
                && graph.inputs().size() == 1
                && ensembles
                        .get(0)
                        .inputs()
                        .equals(List.of(graph.inputs().get(0).name()))
                && ensembles.get(0).attributes().others().isEmpty();
        return fits ? Optional.of(new TreeGraph(graph, ensembles.get(0))) : Optional.empty();
    }

    private Optional<CompiledTrees> compile() {
        GraphValue input = graph.inputs().get(0);
        if (input.elementType() != GraphValue.FLOAT
                || input.shape().size() != 2
                || input.shape().get(1) < 1
                || input.shape().get(1) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        int features = input.shape().get(1).intValue();
        ModelInput declared = new ModelInput(
                input.name(),
                DataType.FP32,
                Shape.of(Math.max(Shape.ANY, input.shape().get(0)), features));
        return trees.operator().equals(CLASSIFIER) ? classifier(declared, features) : regressor(declared, features);
    }

    private Optional<CompiledTrees> classifier(ModelInput input, int features) {
        int classes = ClassLabels.of(trees.attributes()).map(ClassLabels::count).orElse(0);
        // Of two classes the library takes a single sum, where all weights are for the first.
        LeafWeights weights = new LeafWeights(trees.attributes(), classes == 2 ? 1 : classes, "class");
        if (classes < 2) {
            return Optional.empty();
        }
        return EnsembleNodes.of(trees.attributes()).compile(features, weights).flatMap(ensemble -> ClassifierScores.of(
                        trees.attributes(), weights)
                .flatMap(scores -> withOutputs(input, ensemble, scores)));
    }

    private Optional<CompiledTrees> regressor(ModelInput input, int features) {
        long[] declared = trees.attributes().numbers("n_targets");
        if (declared.length != 1 || declared[0] < 1 || declared[0] > 1024) {
            return Optional.empty();
        }
        int targets = (int) declared[0];
        LeafWeights weights = new LeafWeights(trees.attributes(), targets, "target");
        return EnsembleNodes.of(trees.attributes()).compile(features, weights).flatMap(ensemble -> RegressorScores.of(
                        trees.attributes(), targets, ensemble.treeCount())
                .flatMap(scores -> withOutputs(input, ensemble, scores)));
    }

    private Optional<CompiledTrees> withOutputs(ModelInput input, FloatTreeEnsemble ensemble, TreeScores scores) {
        Map<String, Part> outputs = new LinkedHashMap<>();
        for (GraphValue output : graph.outputs()) {
            Optional<Part> part = part(output.name(), scores, 0).filter(found -> isDeclared(found, output, scores));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            outputs.put(output.name(), part.get());
        }
        return outputs.isEmpty() ? Optional.empty() : Optional.of(new CompiledTrees(input, ensemble, scores, outputs));
    }

    /** What a value of the graph is of the ensemble's results; empty where it is something else. */
    private Optional<Part> part(String value, TreeScores scores, int steps) {
        Optional<GraphNode> maker = graph.nodes().stream()
                .filter(node -> node.outputs().contains(value))
                .findFirst();
        if (maker.isEmpty() || steps > graph.nodes().size()) {
            return Optional.empty();
        }
        GraphNode node = maker.get();
        if (node.equals(trees)) {
            boolean first = node.outputs().get(0).equals(value);
            return Optional.of(first && scores.labelType().isPresent() ? Part.LABELS : Part.SCORES);
        }
        Optional<Part> source =
                node.inputs().isEmpty() ? Optional.empty() : part(node.inputs().get(0), scores, steps + 1);
        return source.flatMap(part -> passedOn(node, part, scores));
    }

    private Optional<Part> passedOn(GraphNode node, Part part, TreeScores scores) {
        boolean same =
                switch (node.operator()) {
                    case "Identity" -> node.inputs().size() == 1;
                    case "Cast" ->
                        part == Part.LABELS
                                && scores.labelType().equals(Optional.of(DataType.INT64))
                                && node.attributes().numbers("to").length == 1
                                && node.attributes().numbers("to")[0] == GraphValue.INT64;
                    case "Mul" ->
                        part == Part.SCORES
                                && node.inputs().size() == 2
                                && graph.ones().contains(node.inputs().get(1));
                    default -> false;
                };
        boolean map = node.operator().equals("ai.onnx.ml.ZipMap")
                && part == Part.SCORES
                && scores instanceof ClassifierScores classifier
                && ClassLabels.of(node.attributes()).equals(Optional.of(classifier.classes()));
        return map ? Optional.of(Part.MAPS) : same ? Optional.of(part) : Optional.empty();
    }

    private static boolean isDeclared(Part part, GraphValue output, TreeScores scores) {
        return switch (part) {
            case SCORES -> output.elementType() == GraphValue.FLOAT;
            case MAPS -> output.elementType() == 0;
            case LABELS ->
                output.elementType()
                        == (scores.labelType().equals(Optional.of(DataType.INT64))
                                ? GraphValue.INT64
                                : GraphValue.STRING);
        };
    }
}
