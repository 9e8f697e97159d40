package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every object store must do for a pull. Extend it with a {@link FakeStore} that speaks the provider's protocol.
 */
public abstract class ObjectStoreContract extends ObjectStoreFaultContract {

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 101, 2_500})
    void aListingGoesOnPastTheFirstPage(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            store.put("models/mnist/part-" + i, "content of " + i);
        }
        var pulled = pull("models/mnist");
        assertThat(files(pulled.modelPath()))
                .hasSize(count)
                .containsEntry("part-" + (count - 1), "content of " + (count - 1));
    }

    @Test
    void aNeighbourThatSortsFirstHidesNothing() throws Exception {
        for (int i = 0; i < 250; i++) {
            store.put("models/mnist-old/part-" + i, "old");
        }
        store.put("models/mnist/model.json", "new");
        assertThat(files(pull("models/mnist").modelPath())).containsExactly(entry("model.json", "new"));
    }

    @Test
    void anEmptyListingIsAnError() {
        store.put("models/other", "x");
        var failure = failure("models/mnist");
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure).hasMessageContaining("models/mnist");
        assertThat(home()).doesNotExist();
    }

    @Test
    void zeroByteObjectsAreKept() throws Exception {
        store.put("m/__init__.py", "");
        store.put("m/model.py", "x");
        assertThat(files(pull("m").modelPath())).containsExactly(entry("__init__.py", ""), entry("model.py", "x"));
    }

    @Test
    void keysThatEndInASlashAreFolders() throws Exception {
        store.put("m/", "");
        store.put("m/sub/", "");
        store.put("m/sub/file", "x");
        assertThat(files(pull("m").modelPath())).containsExactly(entry("sub/file", "x"));
    }

    @Test
    void aFolderIsNotItsNeighbourWithTheSameStart() throws Exception {
        store.put("a/b/one", "1");
        store.put("a/b2/two", "2");
        store.put("a/b2", "3");
        store.put("a/b-old/four", "4");
        assertThat(files(pull("a/b").modelPath())).containsExactly(entry("one", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/b", "a/b/", "//a//b//", "./a/./b", "x/../a/b"})
    void aModelPathIsNormalised(String path) throws Exception {
        store.put("a/b/file", "x");
        var pulled = pull(path);
        assertThat(pulled.modelPath()).isEqualTo(home().resolve("b"));
        assertThat(files(pulled.modelPath())).containsExactly(entry("file", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "///"})
    void anEmptyPathMeansTheWholeStore(String path) throws Exception {
        store.put("file", "x");
        store.put("sub/file", "y");
        var pulled = pull(path);
        assertThat(pulled.modelPath()).isEqualTo(home().resolve("_model"));
        assertThat(files(pulled.modelPath())).containsExactly(entry("file", "x"), entry("sub/file", "y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"w 1+ü.bin", "100%", "a&b=c?d#e", "back\\slash", "\"quoted\" <tag>", "日本語", "~tilde*(x)!'", "..."
            })
    void anyCharacterMayBeInAKey(String name) throws Exception {
        store.put("m/" + name, "x");
        assertThat(files(pull("m").modelPath())).containsExactly(entry(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/../../escaped", "m/sub/../x", "m/./x", "m/.."})
    void aKeyWithDotSegmentsIsRefused(String key) {
        store.put(key, "x");
        var failure = failure("m");
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("rename");
        assertThat(home()).doesNotExist();
    }

    @Test
    void twoKeysForOneFileAreRefused() {
        store.put("m/x", "1");
        store.put("m//x", "2");
        assertThat(failure("m").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void aFileThatIsAlsoAFolderIsRefused() {
        store.put("m/a", "1");
        store.put("m/a/b", "2");
        assertThat(failure("m").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void aSlashAtTheEndMeansTheFolder() throws Exception {
        store.put("m", "1");
        store.put("m/b", "2");
        assertThat(failure("m").reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(files(pull("m/").modelPath())).containsExactly(entry("b", "2"));
    }

    @Test
    void aSchemaLiesNextToItsModel() throws Exception {
        store.put("models/a/model", "m");
        store.put("schemas/a.json", "s");
        var pulled = pull("models/a", "schemas/a.json");
        assertThat(pulled.schemaPath()).contains(home().resolve("a.json"));
        assertThat(files(home())).containsExactly(entry("a.json", "s"), entry("a/model", "m"));
        assertThat(pulled.diskBytes()).isEqualTo(1);
    }

    @Test
    void aMissingSchemaIsAnError() {
        store.put("models/a", "m");
        store.put("schemas/a.json/file", "a folder");
        assertThat(catchFailure(() -> pull("models/a", "schemas/a.json")).reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(home()).doesNotExist();
    }

    @Test
    void aSecondPullReplacesTheFirstCompletely() throws Exception {
        store.put("m/old", "1");
        store.put("m/both", "1");
        pull("m");
        store.remove("m/old");
        store.put("m/both", "2");
        store.put("m/new", "2");
        assertThat(files(pull("m").modelPath())).containsExactly(entry("both", "2"), entry("new", "2"));
    }

    @Test
    void aModelThatDoesNotFitIsRefusedBeforeItsFirstByte() throws Exception {
        store.put("m/x", "1");
        puller.close();
        puller = Puller.open(settings().withDiskReserveBytes(Long.MAX_VALUE));
        assertThat(failure("m").reason()).isEqualTo(Reason.RESOURCE_EXHAUSTED);
        assertThat(store.requests()).allMatch(request -> request.startsWith("list"));
    }

    private PulledModel pull(String model, String schema) throws LoadException {
        return puller.pull(new PullRequest(ID, store.config(), model, Optional.of(schema)), Cancellation.none());
    }
}
