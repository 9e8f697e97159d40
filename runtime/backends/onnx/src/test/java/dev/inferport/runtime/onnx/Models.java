package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.util.Map;

/** Loads models the way the runtime does. */
final class Models {

    private Models() {}

    static OnnxModel load(String fixture) throws IOException {
        return load(Fixture.of(fixture));
    }

    static OnnxModel load(Fixture fixture) throws IOException {
        return load(Map.of("uri", fixture.folder().toString()));
    }

    static OnnxModel load(Map<String, ?> parameters) throws IOException {
        OnnxModel model = new OnnxModel(settings(parameters));
        model.load();
        return model;
    }

    static ModelSettings settings(Map<String, ?> parameters) {
        return ModelSettings.builder("m")
                .parameters(ModelParameters.of(parameters))
                .build();
    }
}
