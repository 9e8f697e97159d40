package dev.inferport.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxValue;
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
import java.util.Set;
import java.util.stream.Collectors;

/** A graph in the library's memory. For any number of threads; {@link #close} must not meet a run. */
final class OnnxSession implements LoadedGraph {

    private final OrtSession session;
    private final Map<String, ModelInput> inputs;
    private final Map<String, ModelOutput> outputs;
    private final TensorFactory tensors;
    private final TextResults texts;
    private final long sizeInBytes;

    private OnnxSession(
            OrtSession session,
            Map<String, ModelInput> inputs,
            Map<String, ModelOutput> outputs,
            TensorFactory tensors,
            TextResults texts,
            long sizeInBytes) {
        this.session = session;
        this.inputs = inputs;
        this.outputs = outputs;
        this.tensors = tensors;
        this.texts = texts;
        this.sizeInBytes = sizeInBytes;
    }

    static OnnxSession open(Path file, SessionThreads threads, long size) throws InvalidOnnxException {
        try {
            OrtEnvironment environment = OrtLibrary.environment();
            return open(environment, create(environment, file, threads), size);
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

    private static OnnxSession open(OrtEnvironment environment, OrtSession session, long size)
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
            opened = true;
            return new OnnxSession(session, inputs, outputs, tensors, texts, size);
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
        List<ModelOutput> wanted = wanted(request.outputs());
        Set<String> names = wanted.stream().map(ModelOutput::name).collect(Collectors.toSet());
        try (InputTensors given = InputTensors.of(request, inputs, tensors);
                OrtSession.Result results = session.run(given.byName(), names)) {
            OutputTensors copies = new OutputTensors(texts);
            List<ResponseOutput> answers = new ArrayList<>(wanted.size());
            for (ModelOutput output : wanted) {
                OnnxValue value = results.get(output.name()).orElseThrow();
                answers.add(copies.of(output.name(), value));
            }
            return answers;
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private List<ModelOutput> wanted(List<RequestedOutput> requested) {
        List<String> tensors = outputs.values().stream()
                .filter(ModelOutput::isTensor)
                .map(ModelOutput::name)
                .toList();
        List<ModelOutput> wanted = new ArrayList<>();
        for (String name : WantedOutputs.of(requested, outputs.keySet(), tensors)) {
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
        return outputs.values().stream()
                .filter(ModelOutput::isTensor)
                .map(ModelOutput::metadata)
                .toList();
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
            session.close();
        } catch (OrtException e) {
            throw new IOException("the session can't be closed: " + e.getMessage(), e);
        }
    }
}
