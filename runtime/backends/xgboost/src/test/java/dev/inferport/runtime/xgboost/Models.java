package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;
import java.util.Map;

/** Loads models the way the runtime does. */
final class Models {

    private Models() {}

    static XGBoostModel load(Fixture fixture) throws IOException {
        return load(fixture.file().toString());
    }

    static XGBoostModel load(String uri) throws IOException {
        XGBoostModel model = new XGBoostModel(ModelSettings.builder("m")
                .parameters(ModelParameters.of(Map.of("uri", uri)))
                .build());
        model.load();
        return model;
    }
}
