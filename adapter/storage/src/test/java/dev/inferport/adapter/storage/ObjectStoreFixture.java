package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store and a puller for each test; after it nothing may be left in staging, and no thread of the puller. */
public abstract class ObjectStoreFixture {

    protected static final ModelId ID = new ModelId("mnist");

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

    /** What a call throws that must throw. */
    protected static LoadException catchFailure(ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(LoadException.class, call), "nothing was thrown");
    }

    protected Path home() {
        return temporary.resolve("models/mnist");
    }

    /** Every file below a folder with its content. */
    protected static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
