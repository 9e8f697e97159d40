package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {

    private final Path directory;

    private @Nullable Process process;

    ProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void sigtermStopsTheStepsInReverseOrderAndTheLogSaysSo() throws Exception {
        Process running = launch(Map.of());
        await().until(() -> stderr().contains("event=process_started process=sample"));

        running.destroy();
        assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isEqualTo(143);
        assertThat(stderr())
                .containsSubsequence(
                        "event=process_stopping process=sample reason=signal",
                        "event=stopped step=second",
                        "event=stopped step=first",
                        "event=process_stopped process=sample reason=signal");
    }

    @Test
    void badConfigurationIsASentenceAndAnExitCode() throws Exception {
        Process ended = launch(Map.of("SAMPLE_NUMBER", "nine"));
        assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.exitValue()).isEqualTo(ExitCodes.BAD_CONFIGURATION);
        assertThat(stderr())
                .contains("SAMPLE_NUMBER: 'nine' (expected: a whole number from 1 to 5)")
                .contains("event=stopped step=first")
                .doesNotContain("\tat ");
    }

    @Test
    void aBusyPortIsASentenceAndAnExitCode() throws Exception {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(busy.getLocalPort());
            Process ended = launch(Map.of(), port);
            assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ended.exitValue()).isEqualTo(ExitCodes.START_FAILED);
            assertThat(stderr())
                    .contains("could not start port: port " + port + " is in use on 127.0.0.1")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aFailureWhileRunningIsAnExitCode() throws Exception {
        Process ended = launch(Map.of("SAMPLE_FAIL", "1"));
        assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.exitValue()).isEqualTo(ExitCodes.FAILED);
        assertThat(stderr())
                .contains("event=process_failed reason=\"as asked\"")
                .contains("event=stopped step=first");
    }

    private Process launch(Map<String, String> variables, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SampleProcess.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(variables);
        process = builder.start();
        return process;
    }

    private String stderr() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }
}
