package dev.inferport.runtime.sklearn;

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
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that scikit-learn fitted and joblib or pickle saved. Nothing in the file is executed; what is not a known
 * class of scikit-learn is refused at load.
 *
 * <p>It takes one tensor of shape [rows, features] with any name and any numeric datatype, or BYTES for texts; a model
 * that was fitted with named columns also takes one tensor of shape [rows, 1] for each. The outputs have the names of
 * scikit-learn's methods:
 *
 * <table>
 * <caption>Outputs</caption>
 * <tr><td>{@code predict}, the default</td><td>[rows, 1] in the datatype of the classes (BYTES for texts), or FP64
 * [rows, targets] of a regressor</td></tr>
 * <tr><td>{@code predict_proba}</td><td>FP64 [rows, classes]</td></tr>
 * <tr><td>{@code decision_function}</td><td>FP64 [rows, classes], or [rows, 1] for two classes</td></tr>
 * <tr><td>{@code score_samples}</td><td>FP64 [rows, 1]</td></tr>
 * <tr><td>{@code transform}</td><td>[rows, columns], FP32 for FP32 rows where scikit-learn keeps it, else FP64</td></tr>
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
            results.add(ResponseOutput.array(method.pythonName(), ask(loaded.estimator(), method, rows)));
        }
        return InferenceResponse.of(results);
    }

    @Override
    public boolean unload() {
        model = null;
        return true;
    }

    /** The model's own tensors where its columns are all numbers; any name of the input will do. */
    @Override
    public ModelMetadata metadata() {
        FittedModel loaded = model;
        if (loaded == null || loaded.features() < 0 || !loaded.featureNames().isEmpty()) {
            return super.metadata();
        }
        TensorMetadata input = new TensorMetadata("input-0", DataType.FP64, Shape.of(Shape.ANY, loaded.features()));
        return super.metadata().withTensorsUnlessDeclared(List.of(input), describe(loaded));
    }

    @Override
    public OptionalLong sizeInBytes() {
        FittedModel loaded = model;
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.sizeInBytes());
    }

    private static Tensor ask(Estimator estimator, Method method, Table rows) {
        return switch (method) {
            case PREDICT -> estimator.predict(rows).tensor();
            case PREDICT_PROBA -> estimator.predictProba(rows).tensor();
            case DECISION_FUNCTION -> estimator.decisionFunction(rows).tensor();
            case SCORE_SAMPLES -> estimator.scoreSamples(rows).tensor();
            case TRANSFORM ->
                estimator.transform(rows).numbers(Estimator.ANY_WIDTH).dense().tensor();
        };
    }

    /** What the answers to no rows at all look like; none where the model's columns turn out to be no numbers. */
    private static List<TensorMetadata> describe(FittedModel loaded) {
        Table none = new DenseMatrix(0, loaded.features(), new double[0], false);
        List<TensorMetadata> outputs = new ArrayList<>();
        try {
            for (Method method : new TreeSet<>(loaded.estimator().methods())) {
                Tensor tensor = ask(loaded.estimator(), method, none);
                Shape shape = Shape.of(Shape.ANY, tensor.shape().dimension(1));
                outputs.add(new TensorMetadata(method.pythonName(), tensor.dataType(), shape));
            }
        } catch (InferenceException e) {
            return List.of();
        }
        return outputs;
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
