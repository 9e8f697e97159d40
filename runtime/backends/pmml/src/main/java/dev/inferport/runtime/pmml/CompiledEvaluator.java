package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pmml4s.data.DataVal;
import org.pmml4s.metadata.Field;
import org.pmml4s.metadata.OutputField;
import org.pmml4s.model.Model;

/** An ensemble of trees, or a regression, that was compiled, and gives the library's answers. */
final class CompiledEvaluator implements Evaluator {

    private final List<PmmlField> inputs;
    private final List<PmmlField> outputs;
    private final Scores scores;
    private final Map<String, Output> meanings;
    private final ClassOrder classes;

    /** What an output is: the prediction, the probability of a class, or that of the predicted class. */
    private sealed interface Output {
        record Predicted() implements Output {}

        record Probability(int place) implements Output {}

        record LargestProbability() implements Output {}
    }

    private CompiledEvaluator(
            List<PmmlField> inputs, Model model, Scores scores, Map<String, Output> meanings, ClassOrder classes) {
        this.inputs = inputs;
        this.outputs = LibraryEvaluator.fields(model.outputFields());
        this.scores = scores;
        this.meanings = meanings;
        this.classes = classes;
    }

    /** The evaluator of a model, or empty where it is neither trees nor a regression, or does more than they do. */
    static Optional<CompiledEvaluator> of(Model model) {
        List<PmmlField> inputs = LibraryEvaluator.fields(model.inputFields());
        boolean numbers =
                inputs.stream().allMatch(field -> field.type() == DataType.FP64 || field.type() == DataType.INT64);
        if (!numbers
                || inputs.isEmpty()
                || !Arrays.stream(model.inputFields()).allMatch(Field::isPlain)
                || model.targetFieldsOfResidual().length > 0) {
            return Optional.empty();
        }
        Map<String, Integer> columns = new HashMap<>();
        inputs.forEach(input -> columns.put(input.name(), columns.size()));
        if (columns.size() != inputs.size()) {
            return Optional.empty();
        }
        Optional<Scores> trees = model.isRegression()
                ? SummedTrees.of(model, columns).map(Scores.class::cast)
                : AveragedClasses.of(model, columns)
                        .map(Scores.class::cast)
                        .or(() -> BoostedClasses.of(model, columns));
        Optional<Scores> scores = trees.or(() -> LinearScores.of(model, columns));
        return scores.flatMap(found -> meanings(model)
                .map(meanings ->
                        new CompiledEvaluator(inputs, model, found, meanings, ClassOrder.of(model.classes()))));
    }

    private static Optional<Map<String, Output>> meanings(Model model) {
        Map<String, Output> meanings = new HashMap<>();
        for (OutputField field : model.outputFields()) {
            Optional<Output> meaning = meaning(field, model);
            if (meaning.isEmpty()) {
                return Optional.empty();
            }
            meanings.put(field.name(), meaning.get());
        }
        return Optional.of(meanings);
    }

    private static Optional<Output> meaning(OutputField field, Model model) {
        DataVal[] classes = model.classes();
        boolean plain = field.isFinalResult() && field.segmentId().isEmpty();
        return switch (plain ? field.feature().toString() : "") {
            case "predictedValue" ->
                model.isRegression()
                        ? Optional.of(field)
                                .filter(CompiledEvaluator::isRealPrediction)
                                .map(f -> new Output.Predicted())
                        : Optional.of(field)
                                .filter(f -> Arrays.stream(classes)
                                        .allMatch(one -> one.dataType().equals(f.dataType())))
                                .map(f -> new Output.Predicted());
            case "probability" -> {
                if (model.isRegression()) {
                    yield Optional.empty();
                }
                if (field.value().isEmpty()) {
                    yield Optional.of(new Output.LargestProbability());
                }
                int place = Arrays.asList(classes).indexOf(field.value().get());
                yield place < 0 ? Optional.empty() : Optional.of(new Output.Probability(place));
            }
            default -> Optional.empty();
        };
    }

    /** Whether an output is a prediction that is handed out as the number that it is. */
    static boolean isRealPrediction(OutputField field) {
        return field.feature().toString().equals("predictedValue") && field.isReal();
    }

    @Override
    public List<PmmlField> inputs() {
        return inputs;
    }

    @Override
    public List<PmmlField> outputs() {
        return outputs;
    }

    @Override
    public List<Tensor> predict(InferenceRequest request, List<PmmlField> wanted) {
        double[] rows = InputRows.numbers(request, inputs);
        int count = rows.length / inputs.size();
        double[] values = scores.of(rows, count);
        List<Tensor> tensors = new ArrayList<>(wanted.size());
        for (PmmlField field : wanted) {
            tensors.add(tensor(field, values, count));
        }
        return tensors;
    }

    private Tensor tensor(PmmlField field, double[] values, int count) {
        Output meaning = meanings.getOrDefault(field.name(), new Output.Predicted());
        if (meaning instanceof Output.Predicted) {
            return classes.isEmpty()
                    ? Tensor.of(values, count, 1)
                    : classes.tensor(field.type(), values, scores.needsProbabilities());
        }
        double[] column = new double[count];
        for (int row = 0; row < count; row++) {
            int start = row * scores.width();
            column[row] = meaning instanceof Output.Probability probability
                    ? values[start + probability.place()]
                    : values[start + classes.largest(values, start)];
        }
        return Tensor.of(column, count, 1);
    }

    @Override
    public long sizeInBytes() {
        return scores.sizeInBytes() + 1024;
    }
}
