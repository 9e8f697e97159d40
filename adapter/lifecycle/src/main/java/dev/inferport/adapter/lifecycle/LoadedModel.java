package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;

/**
 * A model that answers requests.
 *
 * @param id its name in the runtime
 * @param sizeInBytes the memory it is taken to hold, at least 1
 * @param maxConcurrency requests in flight that it takes; 0 = no limit
 */
public record LoadedModel(ModelId id, long sizeInBytes, int maxConcurrency) {

    /** Refuses a size that nobody could account for. */
    public LoadedModel {
        if (sizeInBytes < 1) {
            throw new IllegalArgumentException("sizeInBytes: " + sizeInBytes + " (expected: >= 1)");
        }
        if (maxConcurrency < 0) {
            throw new IllegalArgumentException("maxConcurrency: " + maxConcurrency + " (expected: >= 0)");
        }
    }
}
