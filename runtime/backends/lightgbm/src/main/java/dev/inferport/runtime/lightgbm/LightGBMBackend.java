package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/** Serves models that LightGBM saved, under MLServer's name for them and a name of its own. */
public final class LightGBMBackend implements ModelBackend {

    @Override
    public String name() {
        return "lightgbm";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(LightGBMModel.class.getName(), "mlserver_lightgbm.LightGBMModel");
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new LightGBMModel(settings);
    }
}
