package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pmml4s.metadata.Field;
import org.pmml4s.model.Model;

/** A model that the library has read. Immutable; for any number of threads. */
final class Evaluator {

    private final Model model;
    private final List<PmmlField> inputs;
    private final List<PmmlField> outputs;
    private final long sizeInBytes;

    private Evaluator(Model model, long sizeInBytes) {
        this.model = model;
        this.inputs = fields(model.inputFields());
        this.outputs = fields(model.outputFields());
        this.sizeInBytes = sizeInBytes;
    }

    private static List<PmmlField> fields(Field[] fields) {
        return Arrays.stream(fields).map(PmmlField::of).toList();
    }

    static Evaluator read(Path file) throws IOException {
        try {
            String document = PmmlFile.read(file);
            // Measured for an ensemble of trees: a kilobyte of document becomes 2.6 of objects.
            return new Evaluator(parse(document), 3L * document.length());
        } catch (InvalidPmmlException e) {
            throw new InvalidPmmlException(file + ": " + e.getMessage(), e);
        }
    }

    /** The library throws what it likes: Scala has no checked exceptions. */
    private static Model parse(String document) throws InvalidPmmlException {
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

    List<PmmlField> inputs() {
        return inputs;
    }

    List<PmmlField> outputs() {
        return outputs;
    }

    List<TensorMetadata> metadata(List<PmmlField> fields) {
        return fields.stream().map(PmmlField::metadata).toList();
    }

    /** The values of the outputs, row by row; null where the model gives none. */
    List<Map<String, Object>> predict(List<Map<String, Object>> rows) {
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

    long sizeInBytes() {
        return sizeInBytes;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
