package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The storages whose files are linked: {@code pvc} and {@code file}. */
final class LocalStorageTest extends StorageContract {

    private static final StorageConfig CLAIM = StorageConfig.of("pvc", Map.of("name", "claim"));
    private static final StorageConfig FILE = StorageConfig.of("file", Map.of());

    private Path temporary;
    private Path claim;
    private Path root;
    private Puller puller;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        temporary = folder;
        root = folder.resolve("models");
        claim = folder.resolve("pvc/claim");
        write(claim.resolve("v1/model.json"), "1");
        write(claim.resolve("v2/model.json"), "22");
        write(claim.resolve("v2/schema/model.json"), "{}");
        write(folder.resolve("outside/model.json"), "3");
        puller = Puller.open(PullerSettings.of(root, folder.resolve("pvc")).withLocalFiles(claim));
    }

    @AfterEach
    void close() {
        puller.close();
    }

    @Test
    void aPvcLinkIsReplaced() throws Exception {
        pull(CLAIM, "v1/model.json");
        var pulled = pull(CLAIM, "v2/model.json");
        assertThat(pulled.modelPath())
                .isEqualTo(root.resolve("mnist/model.json"))
                .isSymbolicLink()
                .hasContent("22");
        assertThat(pulled.diskBytes()).isEqualTo(2);
        assertThat(root.resolve(".staging")).isEmptyDirectory();
    }

    @Test
    void aLinkIsNamedAfterThePathAndStaysAtItsVersion() throws Exception {
        var latest = Files.createSymbolicLink(claim.resolve("latest"), Path.of("v1"));
        var pulled = pull(CLAIM, "/latest/");
        assertThat(pulled.modelPath()).isEqualTo(root.resolve("mnist/latest"));
        Files.delete(latest);
        Files.createSymbolicLink(latest, Path.of("v2"));
        assertThat(pulled.modelPath().resolve("model.json")).hasContent("1");
    }

    @Test
    void theWholeClaimIsTheModelWithoutAPath() throws Exception {
        var pulled = pull(CLAIM, "");
        assertThat(pulled.modelPath()).isEqualTo(root.resolve("mnist/_model"));
        assertThat(pulled.modelPath().resolve("v1/model.json")).hasContent("1");
    }

    @Test
    void modelAndSchemaOfOneNameDoNotCollide() throws Exception {
        var request = new PullRequest(ID, CLAIM, "v2/model.json", Optional.of("v2/schema/model.json"));
        var pulled = puller.pull(request, Cancellation.none());
        assertThat(pulled.modelPath()).hasContent("22");
        assertThat(pulled.schemaPath().orElseThrow())
                .hasFileName("_schema.json")
                .hasContent("{}");
    }

    @Test
    void deletingAModelLeavesTheVolumeAlone() throws Exception {
        pull(CLAIM, "v1").delete();
        assertThat(root.resolve("mnist")).doesNotExist();
        assertThat(claim.resolve("v1/model.json")).hasContent("1");
    }

    @ParameterizedTest
    @CsvSource({
        "v3, NOT_FOUND",
        "../../outside, INVALID_ARGUMENT",
        "../claim/v1, INVALID_ARGUMENT",
        "way-out/model.json, INVALID_ARGUMENT"
    })
    void aPvcPathMustExistAndStayInside(String path, Reason reason) throws Exception {
        Files.createSymbolicLink(claim.resolve("way-out"), temporary.resolve("outside"));
        assertThat(failure(CLAIM, path).reason()).isEqualTo(reason);
        assertThat(root.resolve("mnist")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "../outside", "/etc", "-"})
    void aClaimNameIsOneName(String name) {
        assertThat(failure(StorageConfig.of("pvc", Map.of("name", name)), "model.json")
                        .reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void anUnmountedClaimIsNotFound() {
        assertThat(failure(StorageConfig.of("pvc", Map.of("name", "other")), "x"))
                .hasMessageContaining("'other'")
                .hasMessageContaining("mounted");
    }

    @Test
    void aLocalFileIsFoundByItsAbsolutePath() throws Exception {
        var pulled = pull(FILE, claim.resolve("v1").toString());
        assertThat(pulled.modelPath().resolve("model.json")).hasContent("1");
        assertThat(failure(FILE, temporary.resolve("outside").toString()).reason())
                .isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void localFilesAreOffUnlessAllowed() throws Exception {
        puller.close();
        puller = Puller.open(PullerSettings.of(root, temporary.resolve("pvc")));
        assertThat(failure(FILE, claim.toString()).reason()).isEqualTo(Reason.FAILED_PRECONDITION);
    }

    @Test
    void anUnknownTypeIsRefusedWithTheKnownOnes() {
        assertThat(failure(StorageConfig.of("ftp", Map.of()), "x"))
                .hasMessageContaining("'ftp'")
                .hasMessageContaining("file, http, https, plain, pvc");
    }

    private PulledModel pull(StorageConfig config, String path) throws LoadException {
        return puller.pull(new PullRequest(ID, config, path, Optional.empty()), Cancellation.none());
    }

    private LoadException failure(StorageConfig config, String path) {
        return catchFailure(() -> pull(config, path));
    }

    @Override
    protected void store(String key, String content) throws IOException {
        write(claim.resolve(key), content);
    }

    @Override
    protected StorageConfig config() {
        return CLAIM;
    }

    @Override
    protected Puller puller() {
        return puller;
    }

    @Override
    protected Path root() {
        return root;
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
