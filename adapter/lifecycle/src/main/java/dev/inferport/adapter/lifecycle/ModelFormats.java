package dev.inferport.adapter.lifecycle;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which implementation the runtime is asked to use for a model type, as data: a new format is a new row.
 *
 * <p>A type without a row gets no {@code implementation} in its settings, so that the runtime's own default
 * ({@code MLSERVER_MODEL_IMPLEMENTATION}) decides. Immutable.
 */
public final class ModelFormats {

    private static final Map<String, String> STANDARD = Map.ofEntries(
            Map.entry("catboost", "mlserver_catboost.CatboostModel"),
            Map.entry("lightgbm", "mlserver_lightgbm.LightGBMModel"),
            Map.entry("mlflow", "mlserver_mlflow.MLflowRuntime"),
            Map.entry("mllib", "mlserver_mllib.MLlibModel"),
            Map.entry("onnx", "dev.inferport.runtime.onnx.OnnxModel"),
            Map.entry("pmml", "dev.inferport.runtime.pmml.PmmlModel"),
            Map.entry("sklearn", "mlserver_sklearn.SKLearnModel"),
            Map.entry("xgboost", "mlserver_xgboost.XGBoostModel"));

    private final Map<String, String> implementations;

    private ModelFormats(Map<String, String> implementations) {
        this.implementations = Map.copyOf(implementations);
    }

    /** The formats that MLServer and our runtime share. */
    public static ModelFormats standard() {
        return new ModelFormats(STANDARD);
    }

    /** These formats and one more; a row of the same type is replaced. */
    public ModelFormats with(String modelType, String implementation) {
        if (modelType.isBlank() || implementation.isBlank()) {
            throw new IllegalArgumentException("model format: '" + modelType + "' = '" + implementation
                    + "' (expected: a model type and the import path of its implementation)");
        }
        var rows = new LinkedHashMap<>(implementations);
        rows.put(normalized(modelType), implementation.strip());
        return new ModelFormats(rows);
    }

    /** The import path for a model type, in any case and with or without a {@code :version} suffix. */
    public Optional<String> implementation(String modelType) {
        return Optional.ofNullable(implementations.get(normalized(modelType)));
    }

    /** The lower-case name of a model type, without what follows a colon. */
    public static String normalized(String modelType) {
        var colon = modelType.indexOf(':');
        return (colon < 0 ? modelType : modelType.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    }
}
