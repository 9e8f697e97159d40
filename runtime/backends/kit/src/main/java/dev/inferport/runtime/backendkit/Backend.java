package dev.inferport.runtime.backendkit;

import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelParameters;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RequestedOutput;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The one backend on the class path, used the way the runtime does. */
final class Backend {

    private final ModelBackend backend;

    private Backend(ModelBackend backend) {
        this.backend = backend;
    }

    static Backend find() {
        List<ModelBackend> backends = new ArrayList<>();
        ServiceLoader.load(ModelBackend.class).forEach(backends::add);
        if (backends.size() != 1) {
            throw new IllegalStateException("backends on the class path: " + backends + " (expected: one)");
        }
        return new Backend(backends.get(0));
    }

    ModelBackend plugin() {
        return backend;
    }

    /** A model of that file, not loaded yet. */
    MLModel create(Path uri) {
        return backend.create(ModelSettings.builder("m")
                .parameters(ModelParameters.of(Map.of("uri", uri.toString())))
                .build());
    }

    MLModel load(Path uri) throws Exception {
        MLModel model = create(uri);
        if (!model.load()) {
            throw new IllegalStateException("load() returned false for " + uri);
        }
        return model;
    }

    static InferenceRequest request(Sample sample, Tensor rows) {
        return InferenceRequest.builder("m")
                .input(sample.input(), rows)
                .output(new RequestedOutput(sample.output()))
                .build();
    }

    static Tensor predict(MLModel model, Sample sample, Tensor rows) throws Exception {
        return model.predict(request(sample, rows)).output(sample.output()).tensor();
    }
}
