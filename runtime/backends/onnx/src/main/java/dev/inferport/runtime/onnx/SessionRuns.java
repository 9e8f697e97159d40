package dev.inferport.runtime.onnx;

import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.inferport.runtime.api.Caller;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a session. Where the shapes of the outputs are known from an earlier run, the library gets the memory to write
 * them to, which saves it and its Java interface half of what a run of a small graph costs. For any number of threads.
 */
final class SessionRuns implements AutoCloseable {

    private final OrtSession session;
    private final boolean mayRunForEver;
    private final TensorFactory tensors;
    private final OutputTensors copies;
    private final LearnedShapes learned = new LearnedShapes();

    /** @param mayRunForEver whether a run has to be ended when nobody waits for it */
    SessionRuns(OrtSession session, boolean mayRunForEver, TensorFactory tensors, TextResults texts) {
        this.session = session;
        this.mayRunForEver = mayRunForEver;
        this.tensors = tensors;
        this.copies = new OutputTensors(texts);
    }

    /** The outputs in the order wanted; the same one may be wanted twice. */
    List<ResponseOutput> run(InputTensors given, List<ModelOutput> wanted, Caller caller) throws OrtException {
        if (mayRunForEver) {
            try (PatientRun run = new PatientRun(caller);
                    OrtSession.Result results = session.run(given.byName(), names(wanted), run.options())) {
                return answers(given, wanted, results);
            }
        }
        Map<String, Shape> shapes = learned.of(given.shapes(), wanted);
        if (shapes == null) {
            return learn(given, wanted);
        }
        try (OutputMemory memory = OutputMemory.of(wanted, shapes, tensors)) {
            session.run(given.byName(), Set.of(), memory.byName()).close();
            return memory.answers();
        } catch (OrtException e) {
            // Either these inputs don't go together, or the shapes were not what they had been.
            List<ResponseOutput> answers = learn(given, wanted);
            learned.giveUp();
            return answers;
        }
    }

    private List<ResponseOutput> learn(InputTensors given, List<ModelOutput> wanted) throws OrtException {
        try (OrtSession.Result results = session.run(given.byName(), names(wanted))) {
            return answers(given, wanted, results);
        }
    }

    private static Set<String> names(List<ModelOutput> wanted) {
        return wanted.stream().map(ModelOutput::name).collect(Collectors.toSet());
    }

    private List<ResponseOutput> answers(InputTensors given, List<ModelOutput> wanted, OrtSession.Result results)
            throws OrtException {
        List<ResponseOutput> answers = new ArrayList<>(wanted.size());
        for (ModelOutput output : wanted) {
            OnnxValue value = results.get(output.name()).orElseThrow();
            ResponseOutput answer = copies.of(output.name(), value);
            Shape shape = answer.tensor().shape();
            if (OutputMemory.fits(output, shape)) {
                learned.learn(given.shapes(), output.name(), shape);
            }
            answers.add(answer);
        }
        return answers;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
