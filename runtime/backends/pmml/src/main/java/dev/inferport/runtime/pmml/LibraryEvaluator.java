package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pmml4s.common.StructField;
import org.pmml4s.data.DataVal;
import org.pmml4s.data.GenericSeries;
import org.pmml4s.data.Series;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;
import org.pmml4s.util.Utils$;

/** A model that the library evaluates. */
final class LibraryEvaluator implements Evaluator {

    private final Model model;
    private final StructField[] asked;
    private final int[] places;
    private final List<PmmlField> inputs;
    private final List<PmmlField> outputs;
    private final long sizeInBytes;

    /** @param documentLength characters of the document */
    LibraryEvaluator(Model model, long documentLength) {
        this.model = model;
        this.asked = model.usedSchema().fields();
        this.inputs = fields(model.inputFields());
        this.outputs = fields(model.outputFields());
        List<String> names = inputs.stream().map(PmmlField::name).toList();
        this.places = Arrays.stream(asked)
                .mapToInt(field -> names.indexOf(field.name()))
                .toArray();
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
        @Nullable Object[][] rows = InputRows.of(request, inputs);
        Results results = new Results(wanted, rows.length);
        for (int row = 0; row < rows.length; row++) {
            try {
                results.put(row, model.predict(series(rows[row])));
            } catch (RuntimeException | StackOverflowError e) {
                throw new InferenceException(
                        Reason.INVALID_ARGUMENT, "row " + row + " can't be evaluated: " + describe(e), e);
            }
        }
        return results.tensors();
    }

    /** A row in the library's order and types; its own calls for maps and arrays make the same at greater cost. */
    private Series series(@Nullable Object[] row) {
        DataVal[] values = new DataVal[asked.length];
        for (int i = 0; i < values.length; i++) {
            @Nullable Object value = places[i] < 0 ? null : row[places[i]];
            values[i] = value == null ? DataVal.NULL() : Utils$.MODULE$.toDataVal(value, asked[i].dataType());
        }
        return new GenericSeries(values);
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
