package dev.inferport.adapter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.ModelId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the runtime gets for each way in which a model may lie in its folder. */
final class LayoutTableTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "mnist__isvc-1";
    private static final String SCHEMA = "{'inputs': [{'name': 'a', 'datatype': 'FP32', 'shape': [-1, 4]}],"
            + " 'outputs': [{'name': 'b', 'datatype': 'INT64', 'shape': [-1]}]}";

    /**
     * A model and its layout. JSON is written with single quotes; {@code DIR} stands for the folder that is made.
     *
     * @param files of the model by path, all below its pulled folder
     * @param model the path of the model in that folder; empty = the folder itself
     * @param schema likewise; "-" = none
     * @param links expected, by name, with what they lead to
     * @param settings expected
     */
    record Layout(
            String name,
            String type,
            Map<String, String> files,
            String model,
            String schema,
            Map<String, String> links,
            String settings) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Layout> layouts() {
        return List.of(
                new Layout(
                        "single file",
                        "sklearn",
                        Map.of("mnist.joblib", "x"),
                        "mnist.joblib",
                        "-",
                        Map.of("mnist.joblib", "mnist.joblib"),
                        generated("sklearn.SKLearnModel", "mnist.joblib")),
                new Layout(
                        "folder with one file",
                        "xgboost",
                        Map.of("forest/model.bst", "x"),
                        "forest",
                        "-",
                        Map.of("forest", "forest"),
                        generated("xgboost.XGBoostModel", "forest")),
                new Layout(
                        "folder with nested folders",
                        "lightgbm",
                        Map.of("deep/a/b/c.bin", "x", "deep/d.bin", "x"),
                        "deep",
                        "-",
                        Map.of("deep", "deep"),
                        generated("lightgbm.LightGBMModel", "deep")),
                new Layout(
                        "ready layout at the root of the model",
                        "sklearn",
                        Map.of(
                                "model-settings.json",
                                "{'name': 'other', 'implementation': 'my.Model'}",
                                "weights.bin",
                                "x"),
                        "",
                        "-",
                        Map.of("weights.bin", "weights.bin"),
                        "{'name': 'ID', 'implementation': 'my.Model'}"),
                new Layout(
                        "path to the id folder itself",
                        "xgboost",
                        Map.of("model.bst", "x"),
                        "",
                        "-",
                        Map.of(ID, ""),
                        generated("xgboost.XGBoostModel", ID)),
                new Layout(
                        "native sklearn, with another name in its file",
                        "sklearn",
                        Map.of(
                                "m/model-settings.json",
                                "{'name': 'mnist-svm', 'implementation': 'mlserver_sklearn.SKLearnModel', 'parameters': {'version': 'v0.1.0'}}",
                                "m/model.joblib",
                                "x"),
                        "m",
                        "-",
                        Map.of("model.joblib", "m/model.joblib"),
                        "{'name': 'ID', 'implementation': 'mlserver_sklearn.SKLearnModel', 'parameters': {'version': 'v0.1.0'}}"),
                new Layout(
                        "native xgboost",
                        "xgboost",
                        Map.of(
                                "m/model-settings.json",
                                "{'implementation': 'mlserver_xgboost.XGBoostModel', 'max_batch_size': 5, 'parameters': {'uri': './model.json'}}",
                                "m/model.json",
                                "{}"),
                        "m",
                        "-",
                        Map.of("model.json", "m/model.json"),
                        "{'name': 'ID', 'implementation': 'mlserver_xgboost.XGBoostModel', 'max_batch_size': 5,"
                                + " 'parameters': {'uri': 'DIR/model.json'}}"),
                new Layout(
                        "native with a relative uri in a sub-folder",
                        "sklearn",
                        Map.of(
                                "m/model-settings.json",
                                "{'name': 'x', 'parameters': {'uri': 'sub/w.bin'}}",
                                "m/sub/w.bin",
                                "x"),
                        "m",
                        "-",
                        Map.of("sub", "m/sub"),
                        "{'name': 'ID', 'parameters': {'uri': 'DIR/sub/w.bin'}}"),
                new Layout(
                        "mllib folder with two sub-folders",
                        "mllib",
                        Map.of("lr/data/part-0.parquet", "x", "lr/metadata/part-0", "x"),
                        "lr",
                        "-",
                        Map.of("lr", "lr"),
                        generated("mllib.MLlibModel", "lr")),
                new Layout(
                        "schema next to a single file",
                        "sklearn",
                        Map.of("model.joblib", "x", "_schema.json", SCHEMA),
                        "model.joblib",
                        "_schema.json",
                        Map.of("model.joblib", "model.joblib"),
                        merged(generated("sklearn.SKLearnModel", "model.joblib"), SCHEMA)),
                new Layout(
                        "schema overriding outputs only",
                        "sklearn",
                        Map.of(
                                "m/model-settings.json",
                                        "{'name': 'x', 'inputs': [{'name': 'kept'}], 'outputs': [{'name': 'old'}]}",
                                "s.json", "{'outputs': [{'name': 'new'}]}"),
                        "m",
                        "s.json",
                        Map.of(),
                        "{'name': 'ID', 'inputs': [{'name': 'kept'}], 'outputs': [{'name': 'new'}]}"),
                new Layout(
                        "model file whose name sorts before model-settings.json",
                        "sklearn",
                        Map.of(
                                "m/a.joblib",
                                "x",
                                "m/model-settings.json",
                                "{'name': 'x', 'parameters': {'uri': 'a.joblib'}}",
                                "m/z.txt",
                                "x"),
                        "m",
                        "-",
                        Map.of("a.joblib", "m/a.joblib", "z.txt", "m/z.txt"),
                        "{'name': 'ID', 'parameters': {'uri': 'DIR/a.joblib'}}"),
                new Layout(
                        "a type that nobody knows",
                        "fancy",
                        Map.of("model.bin", "x"),
                        "model.bin",
                        "-",
                        Map.of("model.bin", "model.bin"),
                        "{'name': 'ID', 'parameters': {'uri': 'DIR/model.bin'}}"));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theRuntimeGetsThisLayout(Layout expected, @TempDir Path temporary) throws Exception {
        Path root = temporary.toRealPath();
        Path pulled = root.resolve(ID);
        for (Map.Entry<String, String> file : expected.files().entrySet()) {
            Path path = pulled.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue().replace('\'', '"'));
        }
        Optional<Path> schema =
                expected.schema().equals("-") ? Optional.empty() : Optional.of(pulled.resolve(expected.schema()));

        Path made = new RuntimeLayout(root, ModelFormats.standard())
                .prepare(new ModelId(ID), expected.type(), pulled.resolve(expected.model()), schema)
                .directory();

        assertThat(made).isEqualTo(root.resolve("_mlserver_models").resolve(ID));
        Map<String, Path> links = new TreeMap<>();
        expected.links().forEach((name, target) -> links.put(name, pulled.resolve(target)));
        assertThat(links(made)).isEqualTo(links);
        assertThat(JSON.readTree(made.resolve("model-settings.json").toFile()))
                .isEqualTo(JSON.readTree(
                        expected.settings().replace('\'', '"').replace("ID", ID).replace("DIR", made.toString())));
    }

    private static Map<String, Path> links(Path folder) throws Exception {
        Map<String, Path> links = new TreeMap<>();
        try (var entries = Files.newDirectoryStream(folder, entry -> !entry.endsWith("model-settings.json"))) {
            for (Path entry : entries) {
                links.put(entry.getFileName().toString(), Files.readSymbolicLink(entry));
            }
        }
        return links;
    }

    private static String generated(String implementation, String link) {
        return "{'name': 'ID', 'implementation': 'mlserver_" + implementation + "', 'parameters': {'uri': 'DIR/" + link
                + "'}}";
    }

    private static String merged(String settings, String schema) {
        return settings.substring(0, settings.length() - 1) + ", " + schema.substring(1);
    }
}
