package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestInput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import dev.inferport.runtime.trees.FloatTreeEnsemble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph that was a tree ensemble, and answers as the library's session would. Immutable. */
final class CompiledTrees implements LoadedGraph {

    /** What an output of the graph is. */
    enum Part {
        LABELS,
        SCORES,
        MAPS
    }

    private final ModelInput input;
    private final FloatTreeEnsemble trees;
    private final TreeScores scores;
    private final Map<String, Part> outputs;

    CompiledTrees(ModelInput input, FloatTreeEnsemble trees, TreeScores scores, Map<String, Part> outputs) {
        this.input = input;
        this.trees = trees;
        this.scores = scores;
        this.outputs = new LinkedHashMap<>(outputs);
    }

    @Override
    public List<ResponseOutput> run(InferenceRequest request) {
        List<String> wanted = WantedOutputs.of(request.outputs(), outputs.keySet(), List.copyOf(outputs.keySet()));
        Tensor rows = rows(request);
        int count = (int) rows.shape().dimension(0);
        float[] sums = new float[Math.multiplyExact(count, trees.outputs())];
        trees.addAll(rows.toFloats(), count, sums);
        List<ResponseOutput> answers = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            answers.add(answer(name, outputs.getOrDefault(name, Part.SCORES), sums, count));
        }
        return answers;
    }

    private Tensor rows(InferenceRequest request) {
        for (RequestInput given : request.inputs()) {
            if (!given.name().equals(input.name())) {
                throw InputTensors.unknown(given, List.of(input.name()));
            }
        }
        RequestInput given = request.input(input.name());
        input.check(given);
        if (given.tensor().shape().dimension(0) > Integer.MAX_VALUE) {
            throw new InferenceException("input '" + given.name() + "': shape "
                    + given.tensor().shape() + " (expected: fewer than 2^31 rows)");
        }
        return given.tensor();
    }

    private ResponseOutput answer(String name, Part part, float[] sums, int rows) {
        return switch (part) {
            case LABELS -> new ResponseOutput(name, scores.labels(sums, rows));
            case SCORES -> new ResponseOutput(name, scores.scores(sums, rows));
            case MAPS -> maps(name, scores.scores(sums, rows), rows);
        };
    }

    /** As {@link MapRows} gives them: the columns in the order of their keys. */
    private ResponseOutput maps(String name, Tensor tensor, int rows) {
        ClassLabels classes = ((ClassifierScores) scores).classes();
        int[] order = classes.ascending();
        float[] values = tensor.toFloats();
        float[] ordered = new float[values.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = values[i - i % order.length + order[i % order.length]];
        }
        return new ResponseOutput(name, Tensor.of(ordered, rows, order.length), classes.keys());
    }

    @Override
    public List<TensorMetadata> inputMetadata() {
        return List.of(input.metadata());
    }

    @Override
    public List<TensorMetadata> outputMetadata() {
        List<TensorMetadata> described = new ArrayList<>();
        outputs.forEach((name, part) -> described.add(
                part == Part.LABELS
                        ? new TensorMetadata(name, scores.labelType().orElseThrow(), Shape.of(Shape.ANY))
                        : new TensorMetadata(name, DataType.FP32, Shape.of(Shape.ANY, scores.columns()))));
        return described;
    }

    @Override
    public long sizeInBytes() {
        return trees.sizeInBytes() + scores.sizeInBytes();
    }

    @Override
    public void close() {
        // Nothing outside the heap.
    }
}
