package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/** Serves scikit-learn models; see {@link SKLearnModel}. */
public final class SKLearnBackend implements ModelBackend {

    @Override
    public String name() {
        return "sklearn";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(SKLearnModel.class.getName(), "mlserver_sklearn.SKLearnModel");
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new SKLearnModel(settings);
    }
}
