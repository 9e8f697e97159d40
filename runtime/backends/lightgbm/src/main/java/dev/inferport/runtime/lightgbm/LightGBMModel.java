package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.FeatureRows;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelMetadata;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ModelUri;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model that LightGBM saved as text. It takes one tensor of shape [rows, features] with any name and any numeric
 * datatype, in which NaN stands for a missing value, and gives what MLServer gives for the same file: one output
 * {@code predict}, FP64 [rows, outputs], which is what the library's {@code Booster.predict} answers. That has one
 * column, the value or the probability, and for a model of several classes a column for each.
 *
 * <p>Whatever outputs a request names, the answer is {@code predict}, as it is with MLServer.
 */
public final class LightGBMModel extends MLModel {

    private static final String PREDICT = "predict";

    private volatile @Nullable Booster booster;

    public LightGBMModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.bst},
     * {@code model.txt} or {@code model.lgb} in it.
     *
     * @throws IOException where the file can't be read, is no LightGBM model, or one that can't be served
     */
    @Override
    public boolean load() throws IOException {
        Path file = ModelUri.resolve(settings(), "model.bst", "model.txt", "model.lgb");
        booster = ModelReader.read(file);
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        Booster loaded = loaded();
        FeatureRows rows = FeatureRows.of(request.singleInput(), loaded.features());
        double[] predictions = loaded.predict(InputValues.of(rows.tensor()), rows.count());
        Tensor tensor = Tensor.of(predictions, rows.count(), loaded.outputs());
        return InferenceResponse.of(ResponseOutput.array(PREDICT, tensor));
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
        return super.metadata()
                .withTensorsUnlessDeclared(
                        List.of(rows("input-0", loaded.features())), List.of(rows(PREDICT, loaded.outputs())));
    }

    @Override
    public OptionalLong sizeInBytes() {
        Booster loaded = booster;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }

    private static TensorMetadata rows(String name, int columns) {
        return new TensorMetadata(name, DataType.FP64, Shape.of(Shape.ANY, columns));
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
