package dev.inferport.runtime.catboost;

import ai.catboost.CatBoostError;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model that CatBoost saved. It takes one tensor of shape [rows, features] with any name, or one tensor per feature
 * under the feature's name; a model trained without names takes any, in the order of its columns. Numeric features are
 * numbers, of which NaN is a missing one, or texts that spell them; categorical features are texts or integers.
 *
 * <table>
 * <caption>Outputs</caption>
 * <tr><th>model</th><th>{@code predict}, the default</th><th>{@code predict_proba}</th></tr>
 * <tr><td>classifier</td><td>INT64, FP64, BOOL or BYTES [rows, 1], the class</td><td>FP64 [rows, classes]</td></tr>
 * <tr><td>classifier of several labels</td><td>INT64 [rows, labels], 0 or 1</td><td>FP64 [rows, labels]</td></tr>
 * <tr><td>regressor or ranker</td><td>FP64 [rows, targets]</td><td>refused</td></tr>
 * </table>
 *
 * <p>Under any other name a request gets {@code predict}, as it does from MLServer. Classes are what that gives;
 * regressors, which it takes for classifiers, give the numbers that they were trained for.
 */
public final class CatBoostModel extends MLModel {

    private volatile @Nullable NativeModel model;

    public CatBoostModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.cbm},
     * {@code model.bin} or {@code model.json} in it.
     *
     * @throws IOException where the file can't be read, is no CatBoost model, or one that can't be served, and where
     *     the library can't be used on this machine
     */
    @Override
    public boolean load() throws IOException {
        model = ModelFile.read(ModelUri.resolve(settings(), "model.cbm", "model.bin", "model.json"));
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        NativeModel loaded = model;
        if (loaded == null) {
            throw new InferenceException(Reason.NOT_READY, "model '" + name() + "' is not loaded or already unloaded");
        }
        List<String> wanted = wanted(request.outputs(), loaded.task());
        Outputs outputs = outputs(loaded, Rows.of(request, loaded.facts()));
        List<ResponseOutput> results = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            results.add(new ResponseOutput(name, outputs.tensor(name)));
        }
        return InferenceResponse.of(results);
    }

    private static List<String> wanted(List<RequestedOutput> requested, Task task) {
        if (requested.isEmpty()) {
            return List.of(Outputs.PREDICT);
        }
        return requested.stream()
                .map(output -> Outputs.named(output.name(), task))
                .distinct()
                .toList();
    }

    private static Outputs outputs(NativeModel loaded, Rows rows) {
        try {
            return new Outputs(
                    loaded.task(),
                    loaded.predict(rows),
                    rows.count(),
                    loaded.facts().dimension());
        } catch (CatBoostError e) {
            throw new InferenceException(Reason.INTERNAL, "CatBoost can't predict: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean unload() throws IOException {
        NativeModel loaded = model;
        model = null;
        if (loaded != null) {
            loaded.close();
        }
        return true;
    }

    /** What the settings say, and where they are silent, what the model says. */
    @Override
    public ModelMetadata metadata() {
        ModelMetadata declared = super.metadata();
        NativeModel loaded = model;
        if (loaded == null) {
            return declared;
        }
        return new ModelMetadata(
                declared.name(),
                declared.versions(),
                declared.platform().isEmpty() ? "catboost" : declared.platform(),
                declared.inputs().isEmpty() ? inputs(loaded.facts().features()) : declared.inputs(),
                declared.outputs().isEmpty()
                        ? Outputs.describe(loaded.task(), loaded.facts().dimension())
                        : declared.outputs(),
                declared.parameters());
    }

    private static List<TensorMetadata> inputs(List<Feature> features) {
        return features.stream()
                .map(feature -> new TensorMetadata(
                        feature.label(),
                        feature.categorical() ? DataType.BYTES : DataType.FP32,
                        Shape.of(Shape.ANY, 1)))
                .toList();
    }

    /** What a model of this make was measured to take, in the library's memory and in the heap. */
    @Override
    public OptionalLong sizeInBytes() {
        NativeModel loaded = model;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }
}
