package dev.inferport.runtime.pmml;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/** Serves PMML models, under a name of its own; MLServer has none. */
public final class PmmlBackend implements ModelBackend {

    @Override
    public String name() {
        return "pmml";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(PmmlModel.class.getName());
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new PmmlModel(settings);
    }
}
