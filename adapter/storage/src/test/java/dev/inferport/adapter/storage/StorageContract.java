package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a model that is one file, in every kind of storage. */
public abstract class StorageContract {

    protected static final ModelId ID = new ModelId("mnist");

    /** Stores a file. */
    protected abstract void store(String key, String content) throws IOException;

    /** How to reach the storage. */
    protected abstract StorageConfig config();

    /** A puller into {@link #root()}. */
    protected abstract Puller puller();

    /** The folder of the models. */
    protected abstract Path root();

    @Test
    void aFileKeepsItsNameAndItsContent() throws Exception {
        store("a/model.json", "{}");
        store("a/model.json.bak", "no");
        var pulled = pullFrom(config(), "a/model.json");
        assertThat(pulled.modelPath()).isEqualTo(home().resolve("model.json")).hasContent("{}");
        assertThat(pulled.diskBytes()).isEqualTo(2);
        assertThat(pulled.schemaPath()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/model.json", "//a//model.json", "./a/./model.json", "x/../a/model.json"})
    void aPathIsNormalised(String path) throws Exception {
        store("a/model.json", "{}");
        store("x/y", "");
        assertThat(pullFrom(config(), path).modelPath())
                .isEqualTo(home().resolve("model.json"))
                .hasContent("{}");
    }

    @Test
    void whatIsNotThereIsNotFoundAndNamed() throws Exception {
        store("a/model.json", "{}");
        var failure = catchFailure(() -> pullFrom(config(), "a/model.jso"));
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure).hasMessageContaining("a/model.jso");
        assertThat(home()).doesNotExist();
    }

    @Test
    void aPathThatLeadsOutIsRefused() {
        assertThat(catchFailure(() -> pullFrom(config(), "a/../../b")).reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(home()).doesNotExist();
    }

    @Test
    void anEmptyFileIsKept() throws Exception {
        store("a/__init__.py", "");
        assertThat(pullFrom(config(), "a/__init__.py").modelPath()).isEmptyFile();
    }

    @Test
    void modelAndSchemaOfOneNameAreBothThere() throws Exception {
        store("models/a", "m");
        store("schemas/a", "s");
        store("schemas/b.json", "t");
        var same = pullWith("schemas/a");
        assertThat(same.modelPath()).isEqualTo(home().resolve("a")).hasContent("m");
        assertThat(same.schemaPath().orElseThrow())
                .isEqualTo(home().resolve("_schema.json"))
                .hasContent("s");
        assertThat(pullWith("schemas/b.json").schemaPath().orElseThrow())
                .isEqualTo(home().resolve("b.json"))
                .hasContent("t");
        assertThat(catchFailure(() -> pullWith("schemas/c")).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aSecondPullTakesThePlaceOfTheFirst() throws Exception {
        store("a/one", "1");
        store("a/two", "2");
        pullFrom(config(), "a/one");
        assertThat(pullFrom(config(), "a/two").modelPath()).hasContent("2");
        assertThat(home().resolve("one")).doesNotExist();
    }

    @Test
    void aFailedPullLeavesTheFirstAndHindersNoThird() throws Exception {
        store("a/one", "1");
        var first = pullFrom(config(), "a/one");
        catchFailure(() -> pullFrom(config(), "a/none"));
        assertThat(first.modelPath()).hasContent("1");
        store("a/none", "3");
        assertThat(pullFrom(config(), "a/none").modelPath()).hasContent("3");
    }

    @Test
    void aModelIsDeletedOnceAndItsStorageIsLeftAlone() throws Exception {
        store("a/one", "1");
        var pulled = pullFrom(config(), "a/one");
        pulled.delete();
        pulled.delete();
        assertThat(home()).doesNotExist();
        assertThat(pullFrom(config(), "a/one").modelPath()).hasContent("1");
    }

    @Test
    void aPullThatIsCancelledBeforeItStartsLeavesNothing() throws Exception {
        store("a/one", "1");
        var source = new CancellationSource();
        source.cancel(Reason.DEADLINE_EXCEEDED, "Too late.");
        var request = new PullRequest(ID, config(), "a/one", Optional.empty());
        assertThat(catchFailure(() -> puller().pull(request, source.token())).reason())
                .isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(home()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "../outside", "_mlserver_models", ".staging", "\u0000", "ä\n", "-"})
    void noModelIdLeavesTheFolderOfModels(String id) throws Exception {
        store("a/one", "1");
        var request = new PullRequest(new ModelId(id), config(), "a/one", Optional.empty());
        var pulled = puller().pull(request, Cancellation.none());
        var inside = root().relativize(pulled.modelPath());
        assertThat(inside.getNameCount()).isEqualTo(2);
        assertThat(inside.getName(0).toString()).doesNotStartWith("_").doesNotStartWith(".");
        puller().directories().delete(new ModelId(id));
        try (var rest = Files.list(root())) {
            assertThat(rest.map(path -> String.valueOf(path.getFileName()))).containsOnly(Staging.NAME);
        }
    }

    @Test
    void aModelIdMayBeVeryLong() throws Exception {
        store("a/one", "1");
        var request = new PullRequest(new ModelId("x".repeat(10_000)), config(), "a/one", Optional.empty());
        assertThat(puller().pull(request, Cancellation.none()).modelPath()).hasContent("1");
    }

    protected final Path home() {
        return root().resolve("mnist");
    }

    protected final PulledModel pullFrom(StorageConfig config, String path) throws LoadException {
        return puller().pull(new PullRequest(ID, config, path, Optional.empty()), Cancellation.none());
    }

    private PulledModel pullWith(String schema) throws LoadException {
        return puller().pull(new PullRequest(ID, config(), "models/a", Optional.of(schema)), Cancellation.none());
    }

    /** What a call throws that must throw. */
    protected static LoadException catchFailure(ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(LoadException.class, call), "nothing was thrown");
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
