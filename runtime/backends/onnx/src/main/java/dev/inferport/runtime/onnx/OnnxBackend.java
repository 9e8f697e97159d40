package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/**
 * Serves ONNX models, under a name of its own and under those that Triton's {@code config.pbtxt} has for the format;
 * MLServer has none.
 */
public final class OnnxBackend implements ModelBackend {

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(OnnxModel.class.getName(), OnnxModel.PLATFORM, "onnxruntime");
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new OnnxModel(settings);
    }
}
