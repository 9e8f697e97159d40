package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;

/** A model that the library evaluates. */
final class LibraryEvaluator implements Evaluator {

    private final Model model;
    private final List<PmmlField> inputs;
    private final List<PmmlField> outputs;
    private final long sizeInBytes;

    /** @param documentLength characters of the document */
    LibraryEvaluator(Model model, long documentLength) {
        this.model = model;
        this.inputs = fields(model.inputFields());
        this.outputs = fields(model.outputFields());
        // Measured for an ensemble of trees: a kilobyte of document becomes 2.6 of objects.
        this.sizeInBytes = 3 * documentLength;
    }

    static List<PmmlField> fields(Field[] fields) {
        return Arrays.stream(fields).map(PmmlField::of).toList();
    }

    /** The library throws what it likes: Scala has no checked exceptions. */
    static Model parse(String document) throws InvalidPmmlException {
        try {
            Model model = Model.fromString(document);
            if (!model.isScorable()) {
                throw new InvalidPmmlException("a model that its author declared as not scorable");
            }
            return model;
        } catch (InvalidPmmlException e) {
            throw e;
        } catch (Exception | StackOverflowError | LinkageError e) {
            throw new InvalidPmmlException("not a PMML model that can be served: " + describe(e), e);
        }
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
        List<Map<String, Object>> results = predict(InputRows.of(request, inputs));
        return wanted.stream().map(field -> tensor(field, results)).toList();
    }

    /** The values of the outputs, row by row; null where the model gives none. */
    private List<Map<String, Object>> predict(List<Map<String, Object>> rows) {
        List<Map<String, Object>> results = new ArrayList<>(rows.size());
        for (Map<String, Object> row : rows) {
            try {
                results.add(model.predict(row));
            } catch (RuntimeException | StackOverflowError e) {
                throw new InferenceException(
                        Reason.INVALID_ARGUMENT, "row " + results.size() + " can't be evaluated: " + describe(e), e);
            }
        }
        return results;
    }

    private static Tensor tensor(PmmlField field, List<Map<String, Object>> results) {
        List<@Nullable Object> values = new ArrayList<>(results.size());
        results.forEach(result -> values.add(result.get(field.name())));
        return switch (field.type()) {
            case FP64 ->
                Tensor.of(
                        values.stream()
                                .mapToDouble(
                                        value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                                .toArray(),
                        values.size(),
                        1);
            case INT64 ->
                Tensor.of(
                        values.stream()
                                .mapToLong(value -> value instanceof Number number ? number.longValue() : 0)
                                .toArray(),
                        values.size(),
                        1);
            default ->
                Tensor.ofStrings(
                        values.stream()
                                .map(value -> value == null ? "" : value.toString())
                                .toList(),
                        values.size(),
                        1);
        };
    }

    @Override
    public long sizeInBytes() {
        return sizeInBytes;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
