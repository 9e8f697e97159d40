package dev.inferport.runtime.sklearn;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that scikit-learn fitted and joblib or pickle saved. Nothing in the file is executed; what is not a known
 * class of scikit-learn is refused at load.
 *
 * <p>It takes one tensor of shape [rows, features] with any name and any numeric datatype, or BYTES for texts. A model
 * that was fitted with named columns (scikit-learn 1.0 and later keep the names) declares one tensor of shape [rows, 1]
 * under the name of each instead, BYTES for those that are texts by what was fitted on them, else FP64; it takes these
 * in any order and in other numeric datatypes, and one tensor of all columns as well. The outputs have the names of
 * scikit-learn's methods:
 *
 * <table>
 * <caption>Outputs</caption>
 * <tr><td>{@code predict}, the default</td><td>[rows, 1] in the datatype of the classes (BYTES for texts), [rows,
 * targets] of a classifier of several targets or labels at a time, or FP64 [rows, targets] of a regressor</td></tr>
 * <tr><td>{@code predict_proba}</td><td>FP64 [rows, classes]; not of trees, forests and neighbors with several targets,
 * of which scikit-learn makes an array for each target</td></tr>
 * <tr><td>{@code decision_function}</td><td>FP64 [rows, classes], or [rows, 1] for two classes</td></tr>
 * <tr><td>{@code score_samples}</td><td>FP64 [rows, 1]</td></tr>
 * <tr><td>{@code transform}</td><td>[rows, columns] in the datatype that scikit-learn's array has: FP32 for FP32 rows
 * where it keeps them, INT64 for counts and encoded labels, BOOL for indicators, else mostly FP64</td></tr>
 * </table>
 *
 * <p>{@code parameters.extra.predict_fn} names the output of requests that ask for none.
 */
public final class SKLearnModel extends MLModel {

    private volatile @Nullable FittedModel model;
    private volatile Method defaultMethod = Method.PREDICT;

    public SKLearnModel(ModelSettings settings) {
        super(settings);
    }

    /**
     * Reads the model's file; the {@code uri} of its settings may also be a folder with {@code model.joblib},
     * {@code model.pickle} or {@code model.pkl} in it.
     *
     * @throws InferenceException (FAILED_PRECONDITION) where the file is no model that can be served
     * @throws IOException where the file can't be read
     */
    @Override
    public boolean load() throws IOException {
        Path file = ModelUri.resolve(settings(), "model.joblib", "model.pickle", "model.pkl");
        try {
            FittedModel loaded = ModelFile.read(file);
            defaultMethod = defaultMethod(loaded);
            model = loaded;
        } catch (InvalidModelException e) {
            throw new InferenceException(Reason.FAILED_PRECONDITION, file.getFileName() + ": " + e.getMessage(), e);
        }
        return true;
    }

    @Override
    public InferenceResponse predict(InferenceRequest request) {
        FittedModel loaded = loaded();
        List<RequestedOutput> requested = request.outputs().isEmpty()
                ? List.of(new RequestedOutput(defaultMethod.pythonName()))
                : request.outputs();
        List<Method> methods = requested.stream()
                .map(output -> requireMethod(output.name(), loaded))
                .toList();
        Table rows = InputTable.of(request, loaded);
        List<ResponseOutput> results = new ArrayList<>(methods.size());
        for (Method method : methods) {
            results.add(ResponseOutput.array(method.pythonName(), method.ask(loaded.estimator(), rows)));
        }
        return InferenceResponse.of(results);
    }

    @Override
    public boolean unload() {
        model = null;
        return true;
    }

    /** The model's own tensors where its file says enough; see {@link SKLearnModel}. */
    @Override
    public ModelMetadata metadata() {
        FittedModel loaded = model;
        if (loaded == null) {
            return super.metadata();
        }
        ModelTensors tensors = ModelTensors.of(loaded);
        return super.metadata().withTensorsUnlessDeclared(tensors.inputs(), tensors.outputs());
    }

    @Override
    public OptionalLong sizeInBytes() {
        FittedModel loaded = model;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }

    private Method defaultMethod(FittedModel loaded) {
        Object named = settings().parameters().extra().get("predict_fn");
        if (named != null) {
            return requireMethod(String.valueOf(named), loaded);
        }
        boolean transformsOnly = !loaded.estimator().methods().contains(Method.PREDICT)
                && loaded.estimator().methods().contains(Method.TRANSFORM);
        return transformsOnly ? Method.TRANSFORM : Method.PREDICT;
    }

    private static Method requireMethod(String name, FittedModel loaded) {
        return Method.of(name)
                .filter(method -> loaded.estimator().methods().contains(method))
                .orElseThrow(() -> new InferenceException("output '" + name + "': not one that a " + loaded.type()
                        + " has (expected: "
                        + loaded.estimator().methods().stream()
                                .sorted()
                                .map(Method::pythonName)
                                .collect(Collectors.joining(", "))
                        + ")"));
    }

    private FittedModel loaded() {
        FittedModel loaded = model;
        if (loaded == null) {
            throw new InferenceException(Reason.NOT_READY, "model '" + name() + "' is not loaded or already unloaded");
        }
        return loaded;
    }
}
