package dev.inferport.runtime.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelSettingsReaderTest {

    @TempDir
    private Path root;

    @Test
    void everyFieldIsRead() {
        ModelSettings settings = read("""
                {"name": "iris", "implementation": "xgboost", "platform": "p", "versions": ["a", 2],
                 "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 4], "parameters": {"content_type": "np"}}],
                 "outputs": [{"name": "y", "datatype": "INT64", "shape": [-1]}],
                 "max_batch_size": "16", "max_batch_time": 0.25, "parallel_workers": 0, "warm_workers": true,
                 "parameters": {"uri": "./m.json", "version": 3, "extra": {"k": [1]}, "own": null}}
                """, Map.of());

        assertThat(settings.name()).isEqualTo("iris");
        assertThat(settings.version()).contains("3");
        assertThat(settings.versions()).containsExactly("a", "2");
        assertThat(settings.inputs())
                .containsExactly(
                        new TensorMetadata("x", DataType.FP32, Shape.of(-1, 4), Parameters.of("content_type", "np")));
        assertThat(settings.outputs()).containsExactly(new TensorMetadata("y", DataType.INT64, Shape.of(-1)));
        assertThat(settings.maxBatchSize()).isEqualTo(16);
        assertThat(settings.maxBatchTime()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.parallelWorkers()).contains(0);
        assertThat(settings.parameters().uri()).contains("./m.json");
        assertThat(settings.parameters().extra()).containsKey("k");
        assertThat(settings.parameters().get("own")).isEmpty();
    }

    @Test
    void theFolderGivesNameAndUriWhereTheFileDoesNot() {
        ModelSettings settings = read("{\"implementation\": \"xgboost\"}", Map.of());

        assertThat(settings.name()).isEqualTo("folder");
        assertThat(settings.parameters().uri()).contains(root.resolve("folder").toString());
        assertThat(settings.source()).contains(root.resolve("folder/model-settings.json"));
    }

    @Test
    void theEnvironmentFillsInWhatTheFileLeavesOut() {
        Map<String, String> environment = Map.of(
                "MLSERVER_MODEL_IMPLEMENTATION", "com.example.Sum",
                "mlserver_model_uri", "./weights",
                "MLSERVER_MODEL_VERSION", "v2",
                "MLSERVER_MODEL_MAX_BATCH_SIZE", "8",
                "MLSERVER_MODEL_PARALLEL_WORKERS", "0",
                "MLSERVER_MODEL_PARAMETERS", "{\"format\": \"f\", \"version\": \"v1\"}",
                "MLSERVER_MODELS_DIR", "/models",
                "UNRELATED", "x");

        ModelSettings settings = read("{\"name\": \"m\", \"max_batch_size\": 4}", environment);

        assertThat(settings.implementation()).contains("com.example.Sum");
        assertThat(settings.maxBatchSize()).as("the file wins").isEqualTo(4);
        assertThat(settings.parallelWorkers()).contains(0);
        assertThat(settings.parameters().uri()).contains("./weights");
        assertThat(settings.parameters().format()).contains("f");
        assertThat(settings.version()).as("the variable of its own wins").contains("v2");
        ModelSettings own = read("{\"name\": \"m\", \"parameters\": {\"uri\": \"./own\"}}", environment);
        assertThat(own.parameters().uri()).contains("./own");
        assertThat(own.version()).as("parameter by parameter").contains("v2");
    }

    @Test
    void anEmptyRepositoryHasTheModelThatTheEnvironmentDescribes() {
        ModelDefaults defaults = ModelDefaults.fromEnvironment(
                Map.of("MLSERVER_MODEL_NAME", "dummy", "MLSERVER_MODEL_IMPLEMENTATION", "com.example.Sum"));

        assertThat(new ModelRepository(root, defaults).find("dummy")).hasSize(1);
        ModelDefaults nameOnly = ModelDefaults.fromEnvironment(Map.of("MLSERVER_MODEL_NAME", "dummy"));
        assertThat(new ModelRepository(root, nameOnly).list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                          | line 1",
                "[1]                                        | JSON object is expected",
                "{\"name\": [1]}                            | name: [1] (expected: a string)",
                "{\"max_batch_size\": \"many\"}             | max_batch_size: \"many\" (expected: an integer)",
                "{\"max_queue_size\": -1}                   | max_queue_size: -1 (expected: an integer, 0 or more)",
                "{\"max_batch_time\": -1}                   | max_batch_time: -1 (expected: a number of seconds)",
                "{\"inputs\": {}}                           | inputs: {} (expected: a list)",
                "{\"inputs\": [{\"name\": \"x\"}]}          | (expected: a tensor with name, datatype and shape)",
                "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP3\", \"shape\": [1]}] } | datatype: 'FP3'",
                "{\"parameters\": 1}                        | parameters: 1 (expected: an object)",
                "{\"name\": \"a\", \"name\": \"b\"}         | Duplicate field"
            })
    void aWrongFileIsRefusedWithItsPathAndTheReason(String json, String text) {
        assertThatThrownBy(() -> read(json, Map.of()))
                .isInstanceOfSatisfying(InferenceException.class, e -> assertThat(e.reason())
                        .isEqualTo(InferenceException.Reason.FAILED_PRECONDITION))
                .hasMessageContaining("folder/model-settings.json")
                .hasMessageContaining(text);
    }

    private ModelSettings read(String json, Map<String, String> environment) {
        TestModels.writeSettings(root, "folder", json);
        return new ModelSettingsReader(ModelDefaults.fromEnvironment(environment))
                .read(root.resolve("folder/model-settings.json"));
    }

    @Test
    void aVariableThatIsOfAnotherProgramGivesNoImplementation() {
        assertThat(ModelDefaults.fromEnvironment(Map.of("IMPLEMENTATION", "x.Y", "NAME", "z"))
                        .describeAModel())
                .isFalse();
    }
}
