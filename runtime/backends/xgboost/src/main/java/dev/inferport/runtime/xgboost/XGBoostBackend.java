package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.spi.ModelBackend;
import java.util.Set;

/** Serves models that XGBoost saved, under MLServer's name for them and a name of its own. */
public final class XGBoostBackend implements ModelBackend {

    @Override
    public String name() {
        return "xgboost";
    }

    @Override
    public Set<String> implementations() {
        return Set.of(XGBoostModel.class.getName(), "mlserver_xgboost.XGBoostModel");
    }

    @Override
    public MLModel create(ModelSettings settings) {
        return new XGBoostModel(settings);
    }
}
