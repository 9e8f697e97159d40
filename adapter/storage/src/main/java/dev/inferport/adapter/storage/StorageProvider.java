package dev.inferport.adapter.storage;

import java.util.Set;

/**
 * A kind of storage, found by {@link java.util.ServiceLoader}. Instances are shared by all threads and hold no state of
 * a pull.
 */
public interface StorageProvider {

    /** The {@code type} of the configurations it understands, in lower case. */
    String type();

    /** Other spellings of the type. */
    default Set<String> aliases() {
        return Set.of();
    }

    /**
     * Opens what a configuration describes. The result may serve many pulls, at the same time and one after the other,
     * and keeps nothing of a failed one. This does not touch the network.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if the configuration lacks something
     */
    Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException;
}
