package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own. */
final class MainTest {

    private static final int BAD_CONFIGURATION = 78;

    private final Path folder;

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Ended(int code, String output) {}

    @Test
    void eachVariableThatCannotBeUsedIsNamed() throws Exception {
        var ended = run(Map.of("RUNTIME_PORT", "none", "LOADTIME_TIMEOUT", "1m", "LOG_LEVEL", "LOUD"));

        assertThat(ended.code()).isEqualTo(BAD_CONFIGURATION);
        assertThat(ended.output())
                .contains(
                        "RUNTIME_PORT: 'none' (expected: a whole number from 1 to 65535)",
                        "LOADTIME_TIMEOUT: '1m' (expected: a whole number, at least 100)",
                        "CONTAINER_MEM_REQ_BYTES: -1 (expected: the memory request of the runtime container, in bytes)",
                        "LOG_LEVEL: log level: 'LOUD'")
                .doesNotContain("\tat ");
    }

    @Test
    void aDryRunPrintsTheLayoutAndChangesNothing() throws Exception {
        var model = Files.writeString(folder.resolve("model.joblib"), "x");

        var ended = run(
                Map.of("ROOT_MODEL_DIR", folder.resolve("root").toString()),
                "--dry-run",
                "--model",
                model.toString(),
                "--type",
                "sklearn:1",
                "--id",
                "iris");

        var layout = folder.resolve("root/_mlserver_models/iris");
        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).isEqualTo("""
                %1$s/
                  model.joblib -> %2$s
                  model-settings.json

                {"name": "iris", "implementation": "mlserver_sklearn.SKLearnModel", "parameters": {"uri": "%1$s/model.joblib"}}
                """.formatted(layout, model));
        assertThat(folder.resolve("root")).doesNotExist();
    }

    @Test
    void aDryRunOfNothingSaysSo() throws Exception {
        var ended = run(Map.of(), "--dry-run", "--model", "/no/such/model", "--type", "sklearn");

        assertThat(ended.code()).isOne();
        assertThat(ended.output()).startsWith("NOT_FOUND: Model model: nothing is at /no/such/model");
    }

    @Test
    void thePullerHasHelpOfItsOwn() throws Exception {
        var ended = run(Map.of(), "puller", "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("MODEL_SERVER_ENDPOINT", "PORT ");
    }

    @Test
    void thePullerNamesEachVariableThatCannotBeUsed() throws Exception {
        var ended = run(Map.of("PORT", "-1", "MODEL_SERVER_ENDPOINT", "tcp"), "puller");

        assertThat(ended.code()).isEqualTo(BAD_CONFIGURATION);
        assertThat(ended.output())
                .contains("PORT: '-1' (expected: a whole number from 0 to 65535)", "MODEL_SERVER_ENDPOINT: 'tcp'");
    }

    private Ended run(Map<String, String> variables, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        var process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
