package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pmml4s.model.Model;

/** A model that can be asked. Immutable; for any number of threads. */
sealed interface Evaluator permits LibraryEvaluator, CompiledEvaluator {

    /**
     * Reads a document. An ensemble of trees or a regression becomes one of our own, which gives the library's answers
     * in a fraction of the time and memory; the library keeps every other model.
     */
    static Evaluator read(Path file) throws IOException {
        try {
            String document = PmmlFile.read(file);
            Model model = LibraryEvaluator.parse(document);
            Optional<CompiledEvaluator> trees = trees(model);
            return trees.isPresent() ? trees.get() : new LibraryEvaluator(model, document.length());
        } catch (InvalidPmmlException e) {
            throw new InvalidPmmlException(file + ": " + e.getMessage(), e);
        }
    }

    /** What is wrong in a document, the library finds only when it is asked for it. */
    private static Optional<CompiledEvaluator> trees(Model model) {
        try {
            return CompiledEvaluator.of(model);
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    List<PmmlField> inputs();

    List<PmmlField> outputs();

    /**
     * The values of these outputs, [rows, 1] each; what the model doesn't give is NaN, 0 or the empty text.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the request's tensors don't fit, or can't be evaluated
     */
    List<Tensor> predict(InferenceRequest request, List<PmmlField> wanted);

    long sizeInBytes();
}
