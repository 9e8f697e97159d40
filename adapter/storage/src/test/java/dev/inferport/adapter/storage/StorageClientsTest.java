package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StorageClientsTest {

    private final AtomicInteger closed = new AtomicInteger();
    private final StorageClients clients = new StorageClients(
            new StorageProviders(List.of(new Provider())),
            new StorageEnvironment(Path.of("/pvc"), Optional.empty(), HttpTimeouts.defaults(), HttpProxies.none()));

    @Test
    void twoCredentialsNeverShareAClient() throws LoadException {
        var one = clients.acquire(config("ab", "c")).storage();
        var two = clients.acquire(config("a", "bc")).storage();
        assertThat(one).isNotSameAs(two);
    }

    @Test
    void equalConfigurationsShareAClient() throws LoadException {
        assertThat(clients.acquire(config("a", "b")).storage())
                .isSameAs(clients.acquire(config("a", "b")).storage());
    }

    @Test
    void anIdleClientIsClosedAndOneInUseIsNot() throws LoadException {
        var used = clients.acquire(config("used", ""));
        for (int i = 0; i < 40; i++) {
            clients.acquire(config("idle", "" + i)).close();
        }
        assertThat(closed).hasValue(41 - 32);
        assertThat(clients.acquire(config("used", "")).storage()).isSameAs(used.storage());
        clients.close();
        assertThat(closed).hasValue(41);
    }

    private static StorageConfig config(String id, String secret) {
        return StorageConfig.of("test", Map.of("id", id, "secret", secret));
    }

    private final class Provider implements StorageProvider {

        @Override
        public String type() {
            return "test";
        }

        @Override
        public Storage open(StorageConfig config, StorageEnvironment environment) {
            return new LocalStorage() {
                @Override
                public Path locate(String path) {
                    return Path.of(path);
                }

                @Override
                public String location() {
                    return "test";
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }
    }
}
