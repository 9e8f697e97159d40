package dev.inferport.adapter.storage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a load request says about where its model is stored.
 *
 * @param storageKey name of an entry of the storage configuration; absent means the default entry
 * @param parameters values that complete or override that entry, by dot path ({@code headers.Accept})
 * @param bucket the deprecated top-level bucket; it overrides the entry's bucket
 */
public record StorageRequest(Optional<String> storageKey, Map<String, String> parameters, Optional<String> bucket) {

    /** Copies the parameters. */
    public StorageRequest {
        parameters = Map.copyOf(parameters);
    }

    /** Names the parameters without their values, which may be secrets. */
    @Override
    public String toString() {
        return "StorageRequest[storageKey=" + storageKey.orElse("") + ", parameters="
                + new TreeSet<>(parameters.keySet()) + "]";
    }
}
