package dev.inferport.adapter.storage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Open storages, kept for the next pull with an equal configuration. The key is the complete configuration, so two sets
 * of credentials can never share a client. Thread-safe.
 */
final class StorageClients implements AutoCloseable {

    private static final int KEPT = 32;

    private final StorageProviders providers;
    private final StorageEnvironment environment;

    /** Least recently used first; guarded by this. */
    private final Map<StorageConfig, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

    StorageClients(StorageProviders providers, StorageEnvironment environment) {
        this.providers = providers;
        this.environment = environment;
    }

    /** A storage that stays open at least until the lease is closed. */
    synchronized Lease acquire(StorageConfig config) throws LoadException {
        var client = clients.get(config);
        if (client == null) {
            client = new Client(providers.of(config).open(config, environment));
            clients.put(config, client);
        }
        client.leases++;
        return new Lease(client);
    }

    private synchronized void release(Client client) {
        client.leases--;
        var idle = clients.values().iterator();
        while (clients.size() > KEPT && idle.hasNext()) {
            var candidate = idle.next();
            if (candidate.leases == 0) {
                idle.remove();
                candidate.storage.close();
            }
        }
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(client -> client.storage.close());
        clients.clear();
    }

    private static final class Client {

        private final Storage storage;
        private int leases;

        Client(Storage storage) {
            this.storage = storage;
        }
    }

    /** The right to use a storage for the length of one pull. */
    final class Lease implements AutoCloseable {

        private final Client client;

        private Lease(Client client) {
            this.client = client;
        }

        Storage storage() {
            return client.storage;
        }

        @Override
        public void close() {
            release(client);
        }
    }
}
