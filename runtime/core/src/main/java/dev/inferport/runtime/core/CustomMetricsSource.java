package dev.inferport.runtime.core;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.ModelSettings;

/** Gives each model the metrics that are its own. */
@FunctionalInterface
public interface CustomMetricsSource {

    /** What a model of these settings counts with. */
    CustomMetrics of(ModelSettings settings);
}
