package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ModelUri;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model. It takes the graph's inputs by name, each with the graph's datatype and a shape that fits, and gives
 * the outputs that the request names, or all of them. The metadata lists both.
 *
 * <p>Outputs that are no tensors: a map, or a sequence of maps, such as the probabilities of a classifier that came
 * from scikit-learn, is given as a tensor of shape [maps, keys] with the keys in ascending order, which is
 * scikit-learn's order of classes; the output's parameter {@code keys} lists them as JSON. Sequences of tensors are
 * refused when asked for, and left out otherwise.
 *
 * <p>A graph that is an ensemble of trees, as converters write them for scikit-learn, XGBoost and LightGBM, is
 * evaluated by this project's own trees, with ONNX Runtime's answers.
 *
 * <p>{@code intra_op_num_threads} and {@code inter_op_num_threads} in {@code parameters.extra} (or in the variable
 * {@code MLSERVER_MODEL_EXTRA}, for all models) say how many threads the library may use for one request; the default
 * is 1 each: the request's own thread, so that requests share the processors among themselves.
 */
public final class OnnxModel extends MLModel {

    /** What Triton calls the format. */
    static final String PLATFORM = "onnxruntime_onnx";

    private volatile @Nullable LoadedGraph graph;

    public OnnxModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.onnx} in it. Data
     * beside the file is read too, where the model refers to it.
     *
     * @throws IOException where the file can't be read, is no ONNX model, or one that can't be served, and where the
     *     library can't be used on this machine
     */
    @Override
    public boolean load() throws IOException {
        graph = LoadedGraph.open(ModelUri.resolve(settings(), "model.onnx"), SessionThreads.of(settings()));
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        LoadedGraph loaded = graph;
        if (loaded == null) {
            throw new InferenceException(
                    InferenceException.Reason.NOT_READY, "model '" + name() + "' is not loaded or already unloaded");
        }
        return InferenceResponse.of(loaded.run(request));
    }

    @Override
    public boolean unload() throws IOException {
        LoadedGraph loaded = graph;
        graph = null;
        if (loaded != null) {
            loaded.close();
        }
        return true;
    }

    /** What the settings say, and where they are silent, what the graph says. */
    @Override
    public ModelMetadata metadata() {
        ModelMetadata declared = super.metadata();
        LoadedGraph loaded = graph;
        if (loaded == null) {
            return declared;
        }
        return new ModelMetadata(
                declared.name(),
                declared.versions(),
                declared.platform().isEmpty() ? PLATFORM : declared.platform(),
                declared.inputs().isEmpty() ? loaded.inputMetadata() : declared.inputs(),
                declared.outputs().isEmpty() ? loaded.outputMetadata() : declared.outputs(),
                declared.parameters());
    }

    /**
     * Of an ensemble of trees the bytes of its arrays; of another graph an estimate from what the file holds, because
     * the library doesn't tell: see {@code SessionMemory}. It leaves out what a request needs while it runs.
     */
    @Override
    public OptionalLong sizeInBytes() {
        LoadedGraph loaded = graph;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }
}
