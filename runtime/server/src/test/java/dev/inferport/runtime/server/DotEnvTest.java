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
    void aQuotedValueMayHaveManyLinesAndANameAloneSetsNothing() throws IOException {
        assertThat(read("""
                KEY="-----BEGIN KEY-----
                ab+/=
                -----END KEY-----" # a comment
                ALONE
                export ALONE_TOO # a comment
                PATTERN="\\d+"
                FOLDER='C:\\'
                OTHER='it\\'s
                two lines'
                """, Map.of()))
                .containsOnly(
                        Map.entry("KEY", "-----BEGIN KEY-----\nab+/=\n-----END KEY-----"),
                        Map.entry("PATTERN", "\\d+"),
                        Map.entry("FOLDER", "C:\\"),
                        Map.entry("OTHER", "it's\ntwo lines"));
    }

    @Test
    void aValueMayBeLong() throws IOException {
        String value = "x\\\\y".repeat(200_000);

        assertThat(read("A=\"" + value + "\"\r\nB='" + value + "'\r\n", Map.of()))
                .containsEntry("A", "x\\y".repeat(200_000))
                .containsEntry("B", "x\\y".repeat(200_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret without a sign", "A=\"secret\" and more", "A=\"secret\nand more", "=secret"})
    void aStatementThatIsNoneIsNamedWithoutItsText(String statement) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read("A=1\n\n" + statement, Map.of()))
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .contains(".env: line 3 (expected: NAME=value")
                        .doesNotContain("secret"));
    }

    private Map<String, String> read(String text, Map<String, String> environment) throws IOException {
        Path file = folder.resolve(".env");
        Files.writeString(file, text);
        return DotEnv.under(file, environment);
    }
}
