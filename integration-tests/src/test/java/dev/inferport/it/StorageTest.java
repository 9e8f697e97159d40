package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.s3.S3Emulator;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Models come from each kind of storage, with credentials from the storage secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageTest {

    private final Example example = Example.named("iris-classifier");

    private Pod pod;
    private S3Emulator s3;

    @BeforeAll
    void start(@TempDir Path folder, @TempDir Path s3Folder) throws Exception {
        System.setProperty(
                "emulator.classpath.file",
                ChildProcess.projectRoot()
                        .resolve("adapter/storage-s3/target/emulator.classpath")
                        .toString());
        s3 = new S3Emulator(s3Folder);
        pod = Pod.started(folder, Map.of());
        example.copyTo(pod.volume());
        example.copyTo(s3.bucket("prod").resolve("teams/a"));
        writeSecret("s3-key", S3Emulator.SECRET);
        writeSecret("bad-key", "not-the-secret");
    }

    @AfterAll
    void stop() throws Exception {
        pod.close();
        s3.close();
    }

    @Test
    void aModelIsPulledFromABucket() {
        ModelStatusInfo status = register("from-s3", "teams/a/" + example.path(), "{\"storage_key\": \"s3-key\"}");

        assertThat(status.getErrorsList()).as(pod.log()).isEmpty();
        assertAnswers("from-s3");
    }

    @Test
    void aWrongSecretIsNamedByItsKeyAndNotByItsValue() {
        ModelStatusInfo status = register("bad", "teams/a/" + example.path(), "{\"storage_key\": \"bad-key\"}");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).anySatisfy(error -> assertThat(error).contains("PERMISSION_DENIED"));
        assertThat(pod.log() + status).doesNotContain("not-the-secret").doesNotContain(S3Emulator.SECRET);
        pod.client().unregister("bad");
    }

    @Test
    void aModelIsReadFromTheLocalFolder() {
        ModelStatusInfo status = register(
                "from-file",
                pod.volume().resolve(example.path()).toString(),
                "{\"storage_params\": {\"type\": \"file\"}}");

        assertThat(status.getErrorsList()).as(pod.log()).isEmpty();
        assertAnswers("from-file");
    }

    @Test
    void nothingOutsideTheLocalFolderCanBeRead() {
        ModelStatusInfo status = register("outside", "/etc/passwd", "{\"storage_params\": {\"type\": \"file\"}}");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        pod.client().unregister("outside");
    }

    private ModelStatusInfo register(String id, String path, String key) {
        ModelInfo info = ModelInfo.newBuilder()
                .setPath(path)
                .setType(example.type())
                .setKey(key)
                .build();
        return pod.client().register(id, info, true);
    }

    private void assertAnswers(String id) {
        assertThat(Example.outputs(pod.client().infer(id, example.raw(), Duration.ofSeconds(20))))
                .isEqualTo(example.expected());
    }

    private void writeSecret(String key, String secret) throws Exception {
        Files.writeString(pod.storageConfigs().resolve(key), """
                {"type": "s3", "endpoint_url": "%s", "region": "us-east-1", "bucket": "prod",
                 "access_key_id": "%s", "secret_access_key": "%s"}
                """.formatted(s3.endpoint(), S3Emulator.ID, secret));
    }
}
