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

class DotEnvTest {

    @TempDir
    private Path folder;

    @Test
    void withoutAFileTheEnvironmentStaysAsItIs() {
        assertThat(DotEnv.under(folder.resolve(".env"), Map.of("a", "1"))).containsExactly(Map.entry("a", "1"));
    }

    @Test
    void valuesMayBeBareOrQuoted() throws IOException {
        assertThat(read("""
                # comment
                MLSERVER_HTTP_PORT=9000

                export B = two words # and a comment
                C='single # "quoted"'
                D="double \\"quoted\\"\\n" # comment
                E=
                F={"json": "a#b"}
                """, Map.of()))
                .containsOnly(
                        Map.entry("MLSERVER_HTTP_PORT", "9000"),
                        Map.entry("B", "two words"),
                        Map.entry("C", "single # \"quoted\""),
                        Map.entry("D", "double \"quoted\"\n"),
                        Map.entry("E", ""),
                        Map.entry("F", "{\"json\": \"a#b\"}"));
    }

    @Test
    void theEnvironmentWinsInWhateverCase() throws IOException {
        assertThat(read("MLSERVER_HTTP_PORT=1\nMLSERVER_GRPC_PORT=2\n", Map.of("mlserver_http_port", "3")))
                .containsOnly(Map.entry("mlserver_http_port", "3"), Map.entry("MLSERVER_GRPC_PORT", "2"));
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read("A=1\nno equals sign\n", Map.of()))
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .contains("'no equals sign' (expected: NAME="));
    }

    private Map<String, String> read(String text, Map<String, String> environment) throws IOException {
        Path file = folder.resolve(".env");
        Files.writeString(file, text);
        return DotEnv.under(file, environment);
    }
}
