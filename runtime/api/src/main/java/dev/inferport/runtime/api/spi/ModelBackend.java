package dev.inferport.runtime.api.spi;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import java.util.Set;

/**
 * A model format that the runtime serves. Implementations are found by {@link java.util.ServiceLoader}, have a public
 * constructor without arguments, hold no state and may be called from any thread.
 */
public interface ModelBackend {

    /** The format's own name in lower case, such as {@code xgboost}. */
    String name();

    /**
     * The values of {@code implementation} in a settings file that select this backend: its own class name, and the
     * name under which MLServer knows the format, such as {@code mlserver_xgboost.XGBoostModel}.
     */
    Set<String> implementations();

    /**
     * Makes a model that is not loaded yet; cheap, and reads no file.
     *
     * @param settings what the model's settings file and the environment say
     */
    MLModel create(ModelSettings settings);
}
