package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownContentTest {

    private static final StoredObject OBJECT = new StoredObject("m/x", 1, Optional.of("tag"));

    @TempDir
    private Path folder;

    private final KnownContent known = new KnownContent();

    @Test
    void aFileIsKnownUnderAnEqualConfigurationOnly() throws Exception {
        known.add(config("a"), OBJECT, Files.writeString(folder.resolve("x"), "x"));
        assertThat(known.link(config("b"), OBJECT, folder.resolve("y"))).isFalse();
        assertThat(known.link(config("a"), OBJECT, folder.resolve("y"))).isTrue();
    }

    @Test
    void aConfigurationWithItsSecretsIsNotKept() throws Exception {
        var kept = added();
        await().until(() -> {
            System.gc();
            return kept.get() == null;
        });
        assertThat(known.link(config("a"), OBJECT, folder.resolve("y"))).isTrue();
    }

    private WeakReference<StorageConfig> added() throws Exception {
        var config = config("a");
        known.add(config, OBJECT, Files.writeString(folder.resolve("x"), "x"));
        return new WeakReference<>(config);
    }

    private static StorageConfig config(String secret) {
        return StorageConfig.of("plain", Map.of("secret", secret));
    }
}
