package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads models, and asks them, the way the runtime does. */
final class Models {

    private Models() {}

    static PmmlModel load(Path uri) throws IOException {
        PmmlModel model = new PmmlModel(ModelSettings.builder("m")
                .parameters(ModelParameters.of(Map.of("uri", uri.toString())))
                .build());
        model.load();
        return model;
    }

    static InferenceRequest matrix(Fixture fixture) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < fixture.rows().size(); row++) {
            for (String input : fixture.inputs()) {
                texts.add(fixture.column(input).get(row));
            }
        }
        return InferenceRequest.builder("m")
                .input(
                        "x",
                        Tensor.ofStrings(
                                texts, fixture.rows().size(), fixture.inputs().size()))
                .build();
    }

    static InferenceRequest columns(Fixture fixture) {
        InferenceRequest.Builder request = InferenceRequest.builder("m");
        fixture.inputs()
                .forEach(name -> request.input(
                        name,
                        Tensor.ofStrings(fixture.column(name), fixture.rows().size(), 1)));
        return request.build();
    }
}
