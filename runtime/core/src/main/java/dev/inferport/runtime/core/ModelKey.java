package dev.inferport.runtime.core;

import dev.inferport.runtime.api.ModelSettings;

/**
 * A model version, as it is loaded.
 *
 * @param name of the model
 * @param version empty for a model without versions
 */
public record ModelKey(String name, String version) {

    static ModelKey of(ModelSettings settings) {
        return new ModelKey(settings.name(), settings.version().orElse(VersionOrder.NONE));
    }
}
