package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Loads models the way the runtime does. */
final class Models {

    private Models() {}

    static LightGBMModel load(Fixture fixture) throws IOException {
        return load(fixture.file().toString());
    }

    static LightGBMModel load(String uri) throws IOException {
        LightGBMModel model = new LightGBMModel(ModelSettings.builder("m")
                .parameters(ModelParameters.of(Map.of("uri", uri)))
                .build());
        model.load();
        return model;
    }

    /** The booster of a file with that text. */
    static Booster read(String text) throws IOException {
        return ModelReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
