package dev.inferport.runtime.grpc;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import java.io.IOException;

/** Can't be loaded. */
public final class BrokenModel extends MLModel {

    public BrokenModel(ModelSettings settings) {
        super(settings);
    }

    @Override
    public boolean load() throws IOException {
        throw new IOException("weights.bin has 3 bytes, 12 are needed");
    }
}
