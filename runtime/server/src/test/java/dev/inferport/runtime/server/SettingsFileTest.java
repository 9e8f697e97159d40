package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.servicekit.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsFileTest {

    @TempDir
    private Path root;

    @Test
    void withoutAFileTheEnvironmentStaysAsItIs() {
        assertThat(over(Map.of("MLSERVER_HOST", "h"))).containsExactly(Map.entry("MLSERVER_HOST", "h"));
    }

    @Test
    void aFieldWinsOverItsVariableInWhateverCase() throws IOException {
        write("{\"http_port\": 9, \"debug\": true, \"unknown\": 1.5, \"extensions\": [\"a\"]}");

        Map<String, String> merged = over(Map.of("mlserver_http_port", "8", "MLSERVER_GRPC_PORT", "7"));

        assertThat(merged)
                .containsEntry("MLSERVER_HTTP_PORT", "9")
                .containsEntry("MLSERVER_DEBUG", "true")
                .containsEntry("MLSERVER_GRPC_PORT", "7")
                .containsEntry("MLSERVER_EXTENSIONS", "[\"a\"]")
                .hasSize(5);
    }

    @Test
    void aNullWinsToo() throws IOException {
        write("{\"host\": null}");
        assertThat(over(Map.of("MLSERVER_HOST", "h"))).containsEntry("MLSERVER_HOST", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{", "", "{\"a\": }"})
    void whatIsNoJsonObjectIsAProblemOfTheConfiguration(String text) throws IOException {
        write(text);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> over(Map.of()))
                .satisfies(
                        e -> assertThat(e.problems()).singleElement().asString().contains("settings.json: "));
    }

    private Map<String, String> over(Map<String, String> environment) {
        return SettingsFile.over(root.resolve("settings.json"), environment);
    }

    private void write(String json) throws IOException {
        Files.writeString(root.resolve("settings.json"), json);
    }
}
