package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.adapter.storage.PullRequest;
import dev.inferport.adapter.storage.PulledModel;
import dev.inferport.adapter.storage.Puller;
import dev.inferport.adapter.storage.PullerSettings;
import dev.inferport.adapter.storage.StorageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a store that checks signatures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3EmulatorTest {

    private S3Emulator emulator;
    private Puller puller;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        emulator = new S3Emulator(folder);
        emulator.put(
                "models",
                Map.of(
                        "mnist/model.json", "{}",
                        "mnist/weights/w 1+ü&=%.bin", "weights",
                        "mnist/empty.txt", "",
                        "mnist2/model.json", "no"));
        emulator.put(
                "many", IntStream.range(0, 1_100).boxed().collect(Collectors.toMap(i -> "m/" + i, i -> "part " + i)));
    }

    @AfterAll
    void stop() throws Exception {
        emulator.close();
    }

    @BeforeEach
    void open(@TempDir Path root) throws LoadException {
        puller = Puller.open(PullerSettings.of(root.resolve("models"), root).withDiskReserveBytes(0));
    }

    @AfterEach
    void close() {
        puller.close();
    }

    @Test
    void aSignedPullBringsAFolderWithAllItsKeys() throws LoadException {
        var pulled = pull("models", "mnist", S3Emulator.SECRET);
        assertThat(pulled.modelPath().resolve("model.json")).hasContent("{}");
        assertThat(pulled.modelPath().resolve("weights/w 1+ü&=%.bin")).hasContent("weights");
        assertThat(pulled.modelPath().resolve("empty.txt")).isEmptyFile();
        assertThat(pulled.diskBytes()).isEqualTo(9);
    }

    @Test
    void aSignedListingGoesOnPastTheFirstPage() throws LoadException {
        var pulled = pull("many", "m", S3Emulator.SECRET);
        assertThat(pulled.modelPath().toFile().list()).hasSize(1_100);
    }

    @Test
    void aWrongSecretIsPermissionDenied() {
        var failure = failure("models", "mnist", "another-secret");
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(failure).message().contains("SignatureDoesNotMatch").doesNotContain("another-secret");
    }

    @Test
    void noKeysMeanAnAnonymousRequestWhichOnlyAPublicBucketGrants() throws Exception {
        assertThat(pull("models", "mnist", "").diskBytes()).isEqualTo(9);
        Files.setPosixFilePermissions(emulator.bucket("private"), PosixFilePermissions.fromString("rwx------"));
        assertThat(failure("private", "mnist", "").reason()).isEqualTo(Reason.PERMISSION_DENIED);
    }

    @Test
    void aMissingPathAndAMissingBucketAreNotFound() {
        assertThat(failure("models", "mnis", S3Emulator.SECRET).reason()).isEqualTo(Reason.NOT_FOUND);
        var failure = failure("no-models", "mnist", S3Emulator.SECRET);
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure).hasMessageContaining("no-models").hasMessageContaining("'bucket'");
    }

    private LoadException failure(String bucket, String path, String secret) {
        return catchThrowableOfType(LoadException.class, () -> pull(bucket, path, secret));
    }

    private PulledModel pull(String bucket, String path, String secret) throws LoadException {
        var fields = new HashMap<>(Map.of("endpoint_url", emulator.endpoint(), "bucket", bucket));
        if (!secret.isEmpty()) {
            fields.put("access_key_id", S3Emulator.ID);
            fields.put("secret_access_key", secret);
        }
        var request = new PullRequest(ModelId.of("id"), StorageConfig.of("s3", fields), path, Optional.empty());
        return puller.pull(request, Cancellation.none());
    }
}
