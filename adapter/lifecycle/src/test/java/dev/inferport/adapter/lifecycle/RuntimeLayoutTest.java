package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RuntimeLayoutTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ModelId ID = new ModelId("mnist__isvc-1");

    @TempDir
    Path temporary = Path.of("");

    private Path root = Path.of("");
    private RuntimeLayout layout = new RuntimeLayout(root, ModelFormats.standard());

    @BeforeEach
    void resolveTemporaryFolder() throws IOException {
        root = temporary.toRealPath();
        layout = new RuntimeLayout(root, ModelFormats.standard());
    }

    @Test
    void aFolderWithOneFileIsLinkedAsAWhole() throws Exception {
        file("mnist__isvc-1/forest/model.bst", "x");

        var prepared = prepare("xgboost", root.resolve("mnist__isvc-1/forest"));

        assertThat(links(prepared)).containsExactly(Map.entry("forest", root.resolve("mnist__isvc-1/forest")));
        assertThat(settings(prepared).at("/parameters/uri").textValue())
                .isEqualTo(root + "/_mlserver_models/mnist__isvc-1/forest");
        assertThat(Files.readString(prepared.directory().resolve("forest/model.bst")))
                .isEqualTo("x");
    }

    @Test
    void aFolderWithNestedFoldersIsLinkedAsAWhole() throws Exception {
        file("mnist__isvc-1/deep/a/b/c.bin", "x");
        file("mnist__isvc-1/deep/d.bin", "x");

        var prepared = prepare("lightgbm", root.resolve("mnist__isvc-1/deep"));

        assertThat(links(prepared)).containsOnlyKeys("deep");
        assertThat(prepared.directory().resolve("deep/a/b/c.bin")).exists();
        assertThat(settings(prepared).path("implementation").textValue()).isEqualTo("mlserver_lightgbm.LightGBMModel");
    }

    @Test
    void aNativeXgboostModelKeepsItsFields() throws Exception {
        file("mnist__isvc-1/m/model-settings.json", """
                {"name": "x", "implementation": "mlserver_xgboost.XGBoostModel", "max_batch_size": 5,
                 "parameters": {"uri": "./model.json", "extra": {"k": [1, 2.50, null]}}, "from_the_future": {"a": 1e400}}""");
        file("mnist__isvc-1/m/model.json", "{}");

        var prepared = prepare("xgboost", root.resolve("mnist__isvc-1/m"));

        assertThat(prepared.directory().resolve("model-settings.json")).hasContent("""
                {"name": "mnist__isvc-1", "implementation": "mlserver_xgboost.XGBoostModel", "max_batch_size": 5,
                 "parameters": {"uri": "%s/model.json", "extra": {"k": [1, 2.50, null]}}, "from_the_future": {"a": 1e400}}""".formatted(prepared.directory()));
        assertThat(settings(prepared).at("/parameters/uri").textValue())
                .isEqualTo(prepared.directory().resolve("model.json").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "model.joblib,           model.joblib",
        "./model.joblib,         model.joblib",
        "./sub/../model.joblib,  model.joblib",
        "sub/model.joblib,       sub/model.joblib",
        "file:model.joblib,      model.joblib",
        "file:///model.joblib,   model.joblib",
        "/mnt/model.joblib,      mnt/model.joblib",
        ".,                      ''",
        "'',                     ''"
    })
    void aRelativeUriBecomesAbsolute(String uri, String expected) throws Exception {
        file("m/model-settings.json", "{\"parameters\": {\"uri\": \"" + uri + "\"}}");

        var prepared = prepare("sklearn", root.resolve("m"));

        assertThat(settings(prepared).at("/parameters/uri").textValue())
                .isEqualTo(prepared.directory().resolve(expected).toString());
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket/key", "hf://org/model", "models:/iris/1"})
    void aUriOfAnotherSchemeStays(String uri) throws Exception {
        file("m/model-settings.json", "{\"parameters\": {\"uri\": \"" + uri + "\"}}");

        assertThat(settings(prepare("mlflow", root.resolve("m")))
                        .at("/parameters/uri")
                        .textValue())
                .isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({"../other/model.joblib", "file:../x", "a/../../x", "a\\u0000b"})
    void aUriThatLeavesTheFolderIsRefused(String uri) throws Exception {
        file("m/model-settings.json", "{\"parameters\": {\"uri\": \"" + uri + "\"}}");

        assertRefused(Reason.INVALID_ARGUMENT, root.resolve("m"), "leaves the folder of the model");
    }

    @Test
    void aModelFileThatSortsBeforeTheSettingsIsKept() throws Exception {
        file("m/a-model.joblib", "x");
        file("m/model-settings.json", "{\"parameters\": {\"uri\": \"a-model.joblib\"}}");
        file("m/z.txt", "x");

        var prepared = prepare("sklearn", root.resolve("m"));

        assertThat(links(prepared)).containsOnlyKeys("a-model.joblib", "z.txt");
        assertThat(Path.of(settings(prepared).at("/parameters/uri").textValue()))
                .exists();
    }

    @Test
    void symlinkedSourcesWork() throws Exception {
        file("volume/deep/model-settings.json", "{\"parameters\": {\"uri\": \"w.bin\"}}");
        file("volume/deep/w.bin", "x");
        var link = root.resolve("mnist__isvc-1");
        Files.createSymbolicLink(link, root.resolve("volume/deep"));

        var prepared = prepare("sklearn", link);

        assertThat(Path.of(settings(prepared).at("/parameters/uri").textValue()))
                .hasContent("x");
        assertThat(prepared.directory().resolve("model-settings.json")).isRegularFile();
        assertThat(Files.isSymbolicLink(prepared.directory().resolve("model-settings.json")))
                .isFalse();
    }

    @Test
    void aModelThatIsNothingButSettingsWorks() throws Exception {
        var prepared = prepare("custom", file("m/model-settings.json", "{\"implementation\": \"my.Model\"}"));

        assertThat(links(prepared)).isEmpty();
        assertThat(settings(prepared).path("name").textValue()).isEqualTo(ID.value());
    }

    @Test
    void theFolderIsRecreatedAndNothingOfTheOldOneStays() throws Exception {
        prepare("sklearn", file("old/old.joblib", "x"));
        var prepared = prepare("sklearn", file("new/new.joblib", "x"));

        assertThat(links(prepared)).containsOnlyKeys("new.joblib");
        assertThat(root.resolve("old/old.joblib")).exists();
        assertThat(root.resolve("_mlserver_models/.staging")).isEmptyDirectory();
    }

    @Test
    void anIdThatIsNoFileNameGetsAFolderAndKeepsItsName() throws Exception {
        var prepared =
                layout.prepare(new ModelId("módel/../1 x"), "sklearn", file("m/model.joblib", "x"), Optional.empty());

        assertThat(prepared.directory().getParent()).isEqualTo(root.resolve("_mlserver_models"));
        assertThat(settings(prepared).path("name").textValue()).isEqualTo("módel/../1 x");
    }

    @Test
    void deletingALayoutLeavesTheFilesAlone() throws Exception {
        var model = file("mnist__isvc-1/model.joblib", "x");
        var prepared = prepare("sklearn", model);

        layout.delete(ID);
        layout.delete(ID);

        assertThat(prepared.directory()).doesNotExist();
        assertThat(model).exists();
    }

    @Test
    void whatCannotBeUsedIsRefusedWithASentence() throws Exception {
        file("bad/model-settings.json", "{not json");
        file("list/model-settings.json", "[]");
        file("number/model-settings.json", "{\"parameters\": {\"uri\": 7}}");
        file("size/model-settings.json", "{\"parameters\": {\"extra\": {\"size_in_bytes\": \"big\"}}}");

        assertRefused(Reason.INVALID_ARGUMENT, root.resolve("bad"), "is not valid JSON");
        assertRefused(Reason.INVALID_ARGUMENT, root.resolve("list"), "is not a JSON object");
        assertRefused(Reason.INVALID_ARGUMENT, root.resolve("number"), "parameters.uri: 7 (expected: a string)");
        assertRefused(Reason.INVALID_ARGUMENT, root.resolve("size"), "expected: a positive number of bytes");
        assertRefused(Reason.NOT_FOUND, root.resolve("nothing"), "nothing is at " + root.resolve("nothing"));
        assertThat(root.resolve("_mlserver_models/" + ID.value())).doesNotExist();
    }

    private void assertRefused(Reason reason, Path model, String sentence) {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> prepare("sklearn", model))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .withMessageContaining(sentence);
    }

    private PreparedModel prepare(String type, Path model) throws LoadException {
        return layout.prepare(ID, type, model, Optional.empty());
    }

    private Path file(String name, String content) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static JsonNode settings(PreparedModel prepared) throws IOException {
        return JSON.readTree(prepared.directory().resolve("model-settings.json").toFile());
    }

    private static Map<String, Path> links(PreparedModel prepared) throws IOException {
        var links = new TreeMap<String, Path>();
        try (var entries = Files.newDirectoryStream(prepared.directory())) {
            for (var entry : entries) {
                if (!entry.endsWith("model-settings.json")) {
                    assertThat(Files.exists(entry, LinkOption.NOFOLLOW_LINKS)).isTrue();
                    links.put(entry.getFileName().toString(), Files.readSymbolicLink(entry));
                }
            }
        }
        return links;
    }
}
