package dev.inferport.runtime.core;

import dev.inferport.runtime.api.ModelMetrics;
import dev.inferport.runtime.api.ModelSettings;

/** Gives each model the metrics that are its own. */
@FunctionalInterface
public interface ModelMetricsSource {

    /** What a model of these settings counts with. */
    ModelMetrics of(ModelSettings settings);
}
