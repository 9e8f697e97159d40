package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.s3.S3Emulator;
import dev.inferport.stores.StoreServer;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models come from each kind of storage, with credentials from the storage secret, and no secret is ever shown. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageTest {

    private static final List<String> OVER_HTTP = List.of("gcs", "azure", "http");

    private final Example example = Example.named("iris-classifier");
    private final List<StoreServer> stores = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();

    private Pod pod;
    private S3Emulator s3;

    @BeforeAll
    void start(@TempDir Path folder, @TempDir Path storeFolder) throws Exception {
        System.setProperty(
                "emulator.classpath.file",
                ChildProcess.projectRoot()
                        .resolve("adapter/storage-s3/target/emulator.classpath")
                        .toString());
        s3 = new S3Emulator(storeFolder.resolve("s3"));
        example.copyTo(s3.bucket("prod").resolve("teams/a"));
        pod = Pod.started(folder, Map.of());
        example.copyTo(pod.volume());
        example.copyTo(storeFolder.resolve("files/teams/a"));
        for (var kind : OVER_HTTP) {
            // The second one shows nothing and has other credentials: its entry is the wrong one for the first.
            var store = keep(StoreServer.start(kind, storeFolder.resolve("files"), 0));
            var stranger = keep(StoreServer.start(kind, storeFolder.resolve("files"), 0));
            write(kind, store.entry());
            write("bad-" + kind, withSecretOf(stranger, store));
        }
        secrets.addAll(List.of(S3Emulator.SECRET, "not-the-secret"));
        write("s3", s3Entry(S3Emulator.SECRET));
        write("bad-s3", s3Entry("not-the-secret"));
        write("pvc", new ObjectMapper().createObjectNode().put("type", "pvc").put("name", "models"));
    }

    @AfterAll
    void stop() throws Exception {
        pod.close();
        s3.close();
        stores.forEach(StoreServer::close);
    }

    @ParameterizedTest
    @CsvSource({"s3, teams/a/, ''", "gcs, /teams/a/, ''", "azure, teams/a/, ''", "http, teams/a/, .zip", "pvc, '', ''"})
    void aModelIsPulledFromEachKindOfStorage(String kind, String folder, String packed) {
        var key = packed.isEmpty()
                ? "{\"storage_key\": \"" + kind + "\"}"
                : "{\"storage_key\": \"" + kind + "\", \"storage_params\": {\"unpack\": \"true\"}}";
        var status = register("from-" + kind, folder + example.path() + packed, key);

        assertThat(status.getErrorsList()).as(pod.log()).isEmpty();
        assertThat(pod.log()).contains("type=" + kind);
        assertAnswers("from-" + kind);
        assertNoSecretIsShown(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "gcs", "azure", "http"})
    void credentialsThatAreRefusedAreNamedByTheirKeyAndNotByTheirValue(String kind) {
        var status = register("bad-" + kind, "teams/a/" + example.path(), "{\"storage_key\": \"bad-" + kind + "\"}");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList())
                .anySatisfy(error -> assertThat(error).contains("PERMISSION_DENIED", "'bad-" + kind + "'"));
        assertNoSecretIsShown(status);
        pod.client().unregister("bad-" + kind);
    }

    @Test
    void aSecretThatIsRotatedIsUsedByTheNextLoad() throws Exception {
        write("rotated", s3Entry("not-the-secret"));
        assertThat(register("rotated", "teams/a/" + example.path(), "{\"storage_key\": \"rotated\"}")
                        .getStatus())
                .isEqualTo(ModelStatus.LOADING_FAILED);
        pod.client().unregister("rotated");
        write("rotated", s3Entry(S3Emulator.SECRET));
        var status = register("rotated-2", "teams/a/" + example.path(), "{\"storage_key\": \"rotated\"}");

        assertThat(status.getErrorsList()).as(pod.log()).isEmpty();
        assertAnswers("rotated-2");
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

    private StoreServer keep(StoreServer store) {
        stores.add(store);
        secrets.add(store.secret());
        return store;
    }

    /** The entry for one store, with what proves who we are taken from that of another. */
    private static ObjectNode withSecretOf(StoreServer other, StoreServer store) throws Exception {
        var entry = store.entry().toString();
        var right = new ObjectMapper().writeValueAsString(store.secret());
        var wrong = new ObjectMapper().writeValueAsString(other.secret());
        return (ObjectNode) new ObjectMapper()
                .readTree(
                        entry.replace(right.substring(1, right.length() - 1), wrong.substring(1, wrong.length() - 1)));
    }

    private void assertNoSecretIsShown(ModelStatusInfo status) {
        assertThat(pod.log() + status).doesNotContain(secrets);
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

    private ObjectNode s3Entry(String secret) {
        return new ObjectMapper()
                .createObjectNode()
                .put("type", "s3")
                .put("endpoint_url", s3.endpoint())
                .put("region", "us-east-1")
                .put("bucket", "prod")
                .put("access_key_id", S3Emulator.ID)
                .put("secret_access_key", secret);
    }

    private void write(String key, ObjectNode entry) throws Exception {
        Files.writeString(pod.storageConfigs().resolve(key), entry.toString());
    }
}
