package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.FeatureRows;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ModelUri;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model that XGBoost saved. It takes one tensor of shape [rows, features] with any name and any numeric datatype, in
 * which NaN stands for a missing value, and gives what MLServer gives for the same file:
 *
 * <table>
 * <caption>Outputs</caption>
 * <tr><th>file</th><th>{@code predict}, the default</th><th>{@code predict_proba}</th></tr>
 * <tr><td>booster, regressor or ranker</td><td>FP32 [rows, outputs]</td><td>refused</td></tr>
 * <tr><td>classifier</td><td>INT64 [rows, 1], the class</td><td>FP32 [rows, classes]</td></tr>
 * <tr><td>classifier with {@code multi:softmax}</td><td>INT32 [rows, 1], the class</td><td>FP32 [rows, classes]</td></tr>
 * <tr><td>classifier of several labels</td><td>FP64 [rows, labels], 0 or 1</td><td>FP32 [rows, labels]</td></tr>
 * </table>
 */
public final class XGBoostModel extends MLModel {

    private volatile @Nullable Booster booster;

    public XGBoostModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.bst},
     * {@code model.json} or {@code model.ubj} in it.
     *
     * @throws IOException where the file can't be read, is no XGBoost model, or one that can't be served
     */
    @Override
    public boolean load() throws IOException {
        Path file = ModelUri.resolve(settings(), "model.bst", "model.json", "model.ubj");
        booster = BoosterFile.read(file);
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        Booster loaded = loaded();
        List<RequestedOutput> requested =
                request.outputs().isEmpty() ? List.of(new RequestedOutput(Outputs.PREDICT)) : request.outputs();
        requested.forEach(output -> Outputs.require(output.name(), loaded));
        FeatureRows rows = FeatureRows.of(request.singleInput(), loaded.features());
        Outputs outputs = new Outputs(loaded, rows.tensor().toFloats(), rows.count());
        List<ResponseOutput> results = new ArrayList<>(requested.size());
        for (RequestedOutput output : requested) {
            results.add(ResponseOutput.array(output.name(), outputs.tensor(output.name())));
        }
        return InferenceResponse.of(results);
    }

    @Override
    public boolean unload() {
        booster = null;
        return true;
    }

    /** The model's own tensors; any name of the input will do. */
    @Override
    public ModelMetadata metadata() {
        Booster loaded = booster;
        if (loaded == null) {
            return super.metadata();
        }
        TensorMetadata input = new TensorMetadata("input-0", DataType.FP32, Shape.of(Shape.ANY, loaded.features()));
        return super.metadata().withTensorsUnlessDeclared(List.of(input), Outputs.describe(loaded));
    }

    @Override
    public OptionalLong sizeInBytes() {
        Booster loaded = booster;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }

    private Booster loaded() {
        Booster loaded = booster;
        if (loaded == null) {
            throw new InferenceException(
                    InferenceException.Reason.NOT_READY, "model '" + name() + "' is not loaded or already unloaded");
        }
        return loaded;
    }
}
