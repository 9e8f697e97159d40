package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Loads models from files. */
final class Models {

    private Models() {}

    static SKLearnModel load(Path uri) throws IOException {
        SKLearnModel model = of(uri, Map.of());
        model.load();
        return model;
    }

    static SKLearnModel of(Path uri, Map<String, Object> extra) {
        ModelSettings settings = ModelSettings.builder("model")
                .parameters(ModelParameters.of(Map.of("uri", uri.toString(), "extra", extra)))
                .build();
        return new SKLearnModel(settings);
    }
}
