package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads models, and asks them, the way the runtime does. */
final class Models {

    private Models() {}

    static CatBoostModel load(Fixture fixture) throws IOException {
        return load(fixture.file());
    }

    static CatBoostModel load(Path uri) throws IOException {
        CatBoostModel model = new CatBoostModel(settings(uri));
        model.load();
        return model;
    }

    static ModelSettings settings(Path uri) {
        return ModelSettings.builder("m")
                .parameters(ModelParameters.of(Map.of("uri", uri.toString())))
                .build();
    }

    static InferenceRequest request(Tensor tensor, String... outputs) {
        InferenceRequest.Builder request = InferenceRequest.builder("m").input("x", tensor);
        for (String output : outputs) {
            request.output(new RequestedOutput(output));
        }
        return request.build();
    }

    /** All columns of a fixture in one tensor. */
    static Tensor matrix(Fixture fixture) {
        return fixture.hasTexts() ? texts(fixture) : Tensor.of(fixture.numbers(), fixture.rows(), fixture.columns());
    }

    /** All columns of a fixture in one tensor, spelled as texts. */
    static Tensor texts(Fixture fixture) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < fixture.rows(); row++) {
            for (int column = 0; column < fixture.columns(); column++) {
                texts.add(fixture.column(column).get(row));
            }
        }
        return Tensor.ofStrings(texts, fixture.rows(), fixture.columns());
    }
}
