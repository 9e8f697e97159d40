package dev.inferport.adapter.lifecycle;

import java.util.OptionalLong;

/**
 * Everything that is known of the memory of a loaded model.
 *
 * @param size what the model is taken to hold
 * @param estimated bytes by the size on disk, whatever else is known
 * @param measured bytes by the runtime, whatever else is known
 */
public record SizeReport(ModelSize size, OptionalLong estimated, OptionalLong measured) {}
