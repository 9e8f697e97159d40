package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A graph that can be asked. For any number of threads; {@link #close} must not meet a run. */
sealed interface LoadedGraph permits CompiledTrees, OnnxSession {

    /**
     * Reads a model: an ensemble of trees becomes one of our own, which gives the library's answers in a fraction of
     * the time and memory; every other graph becomes a session of the library.
     */
    static LoadedGraph open(Path file, SessionThreads threads) throws IOException {
        try {
            OnnxFile outline = OnnxFile.read(file);
            Optional<CompiledTrees> trees = TreeGraph.compile(file);
            return trees.isPresent() ? trees.get() : OnnxSession.open(file, threads, outline);
        } catch (InvalidOnnxException e) {
            throw new InvalidOnnxException(file + ": " + e.getMessage(), e);
        }
    }

    /** Answers one request. */
    List<ResponseOutput> run(InferenceRequest request);

    List<TensorMetadata> inputMetadata();

    List<TensorMetadata> outputMetadata();

    /** The bytes that it takes, on the heap or outside. */
    long sizeInBytes();

    void close() throws IOException;
}
