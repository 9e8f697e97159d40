package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Collection;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;

/** The kinds of storage that this process knows. Immutable. */
final class StorageProviders {

    private final TreeMap<String, StorageProvider> byType = new TreeMap<>();

    StorageProviders(Iterable<StorageProvider> providers) {
        for (var provider : providers) {
            put(provider.type(), provider);
            provider.aliases().forEach(alias -> put(alias, provider));
        }
    }

    static StorageProviders load() {
        return new StorageProviders(ServiceLoader.load(StorageProvider.class));
    }

    StorageProvider of(StorageConfig config) throws LoadException {
        var provider = byType.get(config.type());
        if (provider == null) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "There is no storage of type '" + config.type() + "'; the types are " + types() + ".");
        }
        return provider;
    }

    /** The type of the provider, whatever it was called; a fixed word for what none knows. */
    String kind(StorageConfig config) {
        var provider = byType.get(config.type());
        return provider == null ? "unknown" : provider.type();
    }

    private String types() {
        return String.join(", ", new TreeSet<>(names()));
    }

    private Collection<String> names() {
        return byType.keySet();
    }

    private void put(String type, StorageProvider provider) {
        var other = byType.put(type, provider);
        if (other != null) {
            throw new IllegalStateException("Two providers for the storage type " + type + ": "
                    + other.getClass().getName() + " and "
                    + provider.getClass().getName());
        }
    }
}
