package dev.inferport.runtime.catboost;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/** Serves models that CatBoost saved, under MLServer's name for them and a name of its own. */
public final class CatBoostBackend implements ModelBackend {

    @Override
    public String name() {
        return "catboost";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(CatBoostModel.class.getName(), "mlserver_catboost.CatboostModel");
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new CatBoostModel(settings);
    }
}
