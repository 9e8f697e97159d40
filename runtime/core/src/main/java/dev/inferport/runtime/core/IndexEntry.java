package dev.inferport.runtime.core;

/**
 * One model version in the repository or in memory.
 *
 * @param name of the model
 * @param version empty for a model without versions
 * @param state what it is up to
 * @param reason why it is not ready, or why its latest reload failed, as far as known; may be empty
 */
public record IndexEntry(String name, String version, ModelState state, String reason) {

    /** Whether both are about the same version of the same model. */
    boolean isSame(IndexEntry other) {
        return name.equals(other.name) && version.equals(other.version);
    }
}
