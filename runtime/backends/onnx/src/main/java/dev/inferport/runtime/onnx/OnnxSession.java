package dev.inferport.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A graph in the library's memory. For any number of threads; {@link #close} must not meet a run. */
final class OnnxSession implements LoadedGraph {

    private final SessionRuns runs;
    private final Map<String, ModelInput> inputs;
    private final Map<String, ModelOutput> outputs;
    private final List<ModelOutput> unasked;
    private final TensorFactory tensors;
    private final TextResults texts;
    private final long sizeInBytes;

    private OnnxSession(
            SessionRuns runs,
            Map<String, ModelInput> inputs,
            Map<String, ModelOutput> outputs,
            TensorFactory tensors,
            TextResults texts,
            long sizeInBytes) {
        this.runs = runs;
        this.inputs = inputs;
        this.outputs = outputs;
        this.unasked = outputs.values().stream().filter(ModelOutput::isTensor).toList();
        this.tensors = tensors;
        this.texts = texts;
        this.sizeInBytes = sizeInBytes;
    }

    static OnnxSession open(Path file, SessionThreads threads, OnnxFile outline) throws InvalidOnnxException {
        try {
            OrtEnvironment environment = OrtLibrary.environment();
            return open(environment, create(environment, file, threads), outline);
        } catch (OrtException e) {
            throw new InvalidOnnxException(String.valueOf(e.getMessage()), e);
        }
    }

    private static OrtSession create(OrtEnvironment environment, Path file, SessionThreads threads)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads.intraOp());
            options.setInterOpNumThreads(threads.interOp());
            if (threads.interOp() > 1) {
                options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.PARALLEL);
            }
            // Threads that wait in a loop take the processors from other models.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return environment.createSession(file.toString(), options);
        }
    }

    private static OnnxSession open(OrtEnvironment environment, OrtSession session, OnnxFile outline)
            throws OrtException, InvalidOnnxException {
        boolean opened = false;
        try {
            Map<String, ModelInput> inputs = new LinkedHashMap<>();
            for (NodeInfo node : session.getInputInfo().values()) {
                inputs.put(node.getName(), ModelInput.of(node));
            }
            Map<String, ModelOutput> outputs = new LinkedHashMap<>();
            for (NodeInfo node : session.getOutputInfo().values()) {
                outputs.put(node.getName(), ModelOutput.of(node));
            }
            if (outputs.values().stream().noneMatch(ModelOutput::isTensor)) {
                throw new InvalidOnnxException("no output that can be given as a tensor: " + outputs.values());
            }
            TextResults texts = TextResults.open(environment, outputs.values());
            TensorFactory tensors = tensorsOrClose(environment, inputs.values(), texts);
            SessionRuns runs = new SessionRuns(session, outline.repeats(), tensors, texts);
            opened = true;
            return new OnnxSession(runs, inputs, outputs, tensors, texts, outline.estimatedMemory());
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    private static TensorFactory tensorsOrClose(
            OrtEnvironment environment, Collection<ModelInput> inputs, TextResults texts) throws OrtException {
        try {
            return TensorFactory.open(environment, inputs);
        } catch (OrtException e) {
            texts.close();
            throw e;
        }
    }

    @Override
    public List<ResponseOutput> run(InferenceRequest request) {
        List<ModelOutput> wanted = request.outputs().isEmpty() ? unasked : wanted(request.outputs());
        try (InputTensors given = InputTensors.of(request, inputs, tensors)) {
            return runs.run(given, wanted, request.caller());
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private List<ModelOutput> wanted(List<RequestedOutput> requested) {
        List<ModelOutput> wanted = new ArrayList<>();
        for (String name : WantedOutputs.of(requested, outputs.keySet(), List.of())) {
            ModelOutput output = Objects.requireNonNull(outputs.get(name));
            output.check();
            wanted.add(output);
        }
        return wanted;
    }

    /**
     * Beyond what was checked, values may be out of range and tensors not fit each other: then a node fails, and the
     * library names it.
     */
    private static InferenceException failure(OrtException e) {
        Reason reason =
                switch (e.getCode()) {
                    case ORT_INVALID_ARGUMENT, ORT_FAIL -> Reason.INVALID_ARGUMENT;
                    default -> Reason.INTERNAL;
                };
        return new InferenceException(reason, "the graph can't be run on these inputs: " + e.getMessage(), e);
    }

    @Override
    public List<TensorMetadata> inputMetadata() {
        return inputs.values().stream().map(ModelInput::metadata).toList();
    }

    @Override
    public List<TensorMetadata> outputMetadata() {
        return unasked.stream().map(ModelOutput::metadata).toList();
    }

    @Override
    public long sizeInBytes() {
        return sizeInBytes;
    }

    @Override
    public void close() throws IOException {
        try {
            texts.close();
            tensors.close();
            runs.close();
        } catch (OrtException e) {
            throw new IOException("the session can't be closed: " + e.getMessage(), e);
        }
    }
}
