package dev.inferport.runtime.pmml;

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
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A PMML model. It takes one tensor of shape [rows, fields] with any name, or one tensor per field under the field's
 * name; NaN is a missing value. It gives the outputs that the request names, or all, each of shape [rows, 1]: FP64,
 * INT64 or BYTES. A result that the model doesn't give is NaN, 0 or the empty text. The metadata lists fields and
 * outputs.
 *
 * <p>An ensemble of trees over numbers, as converters write them for forests and boosting, and a linear or logistic
 * regression over numbers are evaluated by this project itself, with the answers of PMML4S; every other model by
 * PMML4S.
 */
public final class PmmlModel extends MLModel {

    private volatile @Nullable Evaluator evaluator;

    public PmmlModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.pmml} or
     * {@code model.xml} in it.
     *
     * @throws IOException where the file can't be read, is no PMML model, or one that can't be served
     */
    @Override
    public boolean load() throws IOException {
        evaluator = Evaluator.read(ModelUri.resolve(settings(), "model.pmml", "model.xml"));
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        Evaluator loaded = evaluator;
        if (loaded == null) {
            throw new InferenceException(Reason.NOT_READY, "model '" + name() + "' is not loaded or already unloaded");
        }
        List<PmmlField> wanted = wanted(request.outputs(), loaded.outputs());
        List<Tensor> tensors = loaded.predict(request, wanted);
        List<ResponseOutput> outputs = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            outputs.add(new ResponseOutput(wanted.get(i).name(), tensors.get(i)));
        }
        return InferenceResponse.of(outputs);
    }

    private static List<PmmlField> wanted(List<RequestedOutput> requested, List<PmmlField> known) {
        if (requested.isEmpty()) {
            return known;
        }
        List<PmmlField> wanted = new ArrayList<>(requested.size());
        for (RequestedOutput output : requested) {
            wanted.add(known.stream()
                    .filter(field -> field.name().equals(output.name()))
                    .findFirst()
                    .orElseThrow(() -> new InferenceException("output '" + output.name()
                            + "' is none of this model's (expected: "
                            + known.stream().map(PmmlField::name).toList() + ")")));
        }
        return wanted;
    }

    @Override
    public boolean unload() {
        evaluator = null;
        return true;
    }

    /** What the settings say, and where they are silent, what the model says. */
    @Override
    public ModelMetadata metadata() {
        ModelMetadata declared = super.metadata();
        Evaluator loaded = evaluator;
        if (loaded == null) {
            return declared;
        }
        return new ModelMetadata(
                declared.name(),
                declared.versions(),
                declared.platform().isEmpty() ? "pmml" : declared.platform(),
                declared.inputs().isEmpty() ? metadata(loaded.inputs()) : declared.inputs(),
                declared.outputs().isEmpty() ? metadata(loaded.outputs()) : declared.outputs(),
                declared.parameters());
    }

    private static List<TensorMetadata> metadata(List<PmmlField> fields) {
        return fields.stream().map(PmmlField::metadata).toList();
    }

    /**
     * Of an ensemble of trees or a regression the bytes of its arrays; of other models an estimate from the size of the
     * file.
     */
    @Override
    public OptionalLong sizeInBytes() {
        Evaluator loaded = evaluator;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }
}
