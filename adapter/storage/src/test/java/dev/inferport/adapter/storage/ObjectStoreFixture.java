package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store and a puller for each test; after it nothing may be left in staging, and no thread of the puller. */
public abstract class ObjectStoreFixture extends StorageContract {

    private Path temporary;
    protected FakeStore store;
    protected Puller puller;

    /** A fresh store of the kind under test. */
    protected abstract FakeStore start();

    @BeforeEach
    void open(@TempDir Path folder) throws LoadException {
        temporary = folder;
        store = start();
        puller = Puller.open(settings());
    }

    @AfterEach
    void nothingIsLeft() {
        puller.close();
        store.close();
        assertThat(temporary.resolve("models/.staging"))
                .satisfiesAnyOf(staging -> assertThat(staging).doesNotExist(), staging -> assertThat(staging)
                        .isEmptyDirectory());
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("pull-")));
    }

    protected PullerSettings settings() {
        return PullerSettings.of(temporary.resolve("models"), temporary.resolve("pvc"))
                .withDiskReserveBytes(0)
                .withTimeouts(new HttpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withRetries(new RetryPolicy(3, Duration.ZERO, Duration.ofMillis(5)));
    }

    protected PulledModel pull(String path) throws LoadException {
        return puller.pull(request(path), Cancellation.none());
    }

    protected PullRequest request(String path) {
        return new PullRequest(ID, store.config(), path, Optional.empty());
    }

    protected LoadException failure(String path) {
        return catchFailure(() -> pull(path));
    }

    @Override
    protected void store(String key, String content) {
        store.put(key, content);
    }

    @Override
    protected StorageConfig config() {
        return store.config();
    }

    @Override
    protected Puller puller() {
        return puller;
    }

    @Override
    protected Path root() {
        return temporary.resolve("models");
    }
}
