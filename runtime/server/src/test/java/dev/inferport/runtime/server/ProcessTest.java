package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.servicekit.ExitCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own. */
final class ProcessTest {

    private static final Pattern HTTP_PORT = Pattern.compile("event=listening .* http_port=(\\d+)");
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private Path root;

    @TempDir
    private Path output;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itTellsItsVersion() throws Exception {
        assertThat(exitCode(launch(Map.of(), "--version"))).isZero();
        assertThat(stdout()).startsWith("inferport ");
    }

    @Test
    void badSettingsAreListedAndHaveTheirOwnExitCode() throws Exception {
        Process ended = launch(
                Map.of("MLSERVER_HTTP_PORT", "many", "MLSERVER_METRICS_ENDPOINT", "metrics"), "start", root.toString());

        assertThat(exitCode(ended)).isEqualTo(ExitCodes.BAD_CONFIGURATION);
        assertThat(stderr().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("inferport: MLSERVER_HTTP_PORT: 'many' (expected: "))
                .anyMatch(line -> line.startsWith("inferport: MLSERVER_METRICS_ENDPOINT: 'metrics' (expected: "));
    }

    @Test
    void validationTellsOfEachModelWhetherItLoads() throws Exception {
        TestModels.write(root, "good", TestModels.Echo.class);
        Process ended = launch(Map.of(), "validate", root.toString());
        assertThat(exitCode(ended)).isZero();
        assertThat(stdout().lines()).containsExactly("ok       good (4096 bytes)");

        TestModels.write(root, "late", "late", TestModels.Echo.class, "v2");
        Files.writeString(root.resolve("late/model-settings.json"), "{\"implementation\": \"no.such.Model\"}");
        assertThat(exitCode(launch(Map.of(), "validate", root.toString()))).isEqualTo(Validate.MODEL_FAILED);
        assertThat(stdout().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("FAILED   late: implementation 'no.such.Model' is neither"));
        assertThat(stderr()).isEmpty();

        assertThat(exitCode(launch(Map.of(), "validate", root.toString(), "-m", "good")))
                .isZero();
        assertThat(exitCode(launch(Map.of(), "validate", root.toString(), "-m", "nope")))
                .isEqualTo(Validate.MODEL_FAILED);
        assertThat(exitCode(launch(Map.of("MLSERVER_GRPC_PORT", "x"), "validate", root.toString())))
                .isEqualTo(ExitCodes.BAD_CONFIGURATION);
    }

    @Test
    void anImageIsBuiltByTheEngineThatIsHere() throws Exception {
        assertThat(exitCode(launch(Map.of("PATH", root.toString()), "build", root.toString(), "-t", "mine:1")))
                .isEqualTo(Build.NO_ENGINE);
        assertThat(stderr()).contains("no container engine here (looked for docker, podman, buildah, nerdctl)");

        Path engine = Files.writeString(root.resolve("podman"), "#!/bin/sh\necho \"$@\"\nexit 5\n");
        assertThat(engine.toFile().setExecutable(true)).isTrue();
        assertThat(exitCode(launch(
                        Map.of("PATH", root.toString()), "build", root.toString(), "-t", "mine:1", "--no-cache")))
                .isEqualTo(5);
        assertThat(stdout()).startsWith("build -f ").contains(" --no-cache -t mine:1 " + root);
    }

    @Test
    void anEngineIsToldWhatMayNotGoIntoTheImage() throws Exception {
        Files.writeString(root.resolve(".env"), "MLSERVER_TOKEN=secret");
        Path engines = Files.createDirectories(root.resolve("engines"));
        for (String engine : List.of("docker", "podman")) {
            Path program = Files.writeString(engines.resolve(engine), """
                    #!/bin/sh
                    echo "$DOCKER_BUILDKIT $@"
                    while read -r line; do echo "$line"; done < "$3.dockerignore"
                    """);
            assertThat(program.toFile().setExecutable(true)).isTrue();
            Map<String, String> path = Map.of("PATH", engines.toString());

            assertThat(exitCode(launch(path, "build", root.toString(), "-t", "mine:1")))
                    .isZero();
            assertThat(stdout()).contains("1 build -f ").contains("\n**/.env\n", "\n**/.git\n");
            assertThat(stdout().contains("--ignorefile ")).isEqualTo(engine.equals("podman"));
            Files.delete(program);
        }
        assertThat(root.resolve(".dockerignore")).doesNotExist();
    }

    @Test
    void aTakenMetricsPortEndsTheStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Process ended = launch(Map.of("MLSERVER_METRICS_PORT", port), "start", root.toString());

            assertThat(exitCode(ended)).isEqualTo(ExitCodes.START_FAILED);
            assertThat(stderr()).contains("could not start metrics: port " + port + " is in use");
        }
    }

    @Test
    void sigtermLetsARequestFinish() throws Exception {
        TestModels.write(root, "gated", TestModels.Gated.class);
        try (var gate = TestModels.gate(root, "gated")) {
            Process server = launch(Map.of(), "start", root.toString());
            await().atMost(START).until(() -> stderr().contains("event=models_loaded"));
            CompletableFuture<HttpResponse<String>> answer = infer("gated");
            try (var arrived = gate.accept()) {
                server.destroy();
                await().until(() -> stderr().contains("event=process_stopping"));
                assertThat(answer).isNotDone();
                arrived.getOutputStream().write(1);
            }

            assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(exitCode(server)).isEqualTo(143);
            assertThat(stderr()).contains("event=process_stopped process=runtime reason=signal");
        }
    }

    @Test
    void aSmallHeapOutlivesBodiesThatAreLargeOrBecomeLarge() throws Exception {
        TestModels.write(root, "iris", TestModels.Echo.class);
        launch(
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"),
                "start",
                root.toString());
        await().atMost(START).until(() -> stderr().contains("event=models_loaded"));
        String head = "{\"inputs\":[{\"name\":\"x\",\"shape\":[9000000],\"datatype\":\"FP64\",\"data\":[";
        for (String body : List.of(
                head + "1,".repeat(9_000_000) + "1]}]}",
                "{\"parameters\":{\"a\":[" + "[],".repeat(6_000_000) + "[]]}," + StartedServer.TENSOR.substring(1),
                head + "1,".repeat(50_000_000) + "1]}]}")) {
            assertThat(infer("iris", body).get(60, TimeUnit.SECONDS).statusCode())
                    .as("%d bytes", body.length())
                    .isIn(400, 413, 429);
        }
        assertThat(infer("iris").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void theLogCanBeJsonAndShowRequests() throws Exception {
        TestModels.write(root, "iris", TestModels.Echo.class);
        Files.writeString(root.resolve("settings.json"), "{\"use_structured_logging\": true}");
        Map<String, String> environment =
                Map.of("INFERPORT_ACCESS_LOG", "true", "MLSERVER_USE_STRUCTURED_LOGGING", "false");
        Process server = launch(environment, "start", root.toString());
        await().atMost(START).until(() -> stderr().contains("event=models_loaded"));
        assertThat(infer("iris").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(infer("no%22pe").get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        server.destroy();
        assertThat(exitCode(server)).isEqualTo(143);

        List<String> messages = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : stderr().lines().toList()) {
            JsonNode event = mapper.readTree(line);
            messages.add(event.required("message").asText());
        }
        assertThat(messages)
                .anyMatch(message -> message.startsWith(
                        "event=request model=\"iris\" version=\"\" id=\"\" kind=unary outcome=OK queue_ms="))
                .anyMatch(message ->
                        message.startsWith("event=request model=\"no'pe\"") && message.contains("MODEL_NOT_FOUND"));
    }

    private Process launch(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.resolve("stdout").toFile())
                .redirectError(output.resolve("stderr").toFile());
        builder.environment().putAll(StartedServer.environment());
        builder.environment().putAll(variables);
        Process started = builder.start();
        process = started;
        return started;
    }

    private CompletableFuture<HttpResponse<String>> infer(String model) throws IOException {
        return infer(model, StartedServer.TENSOR);
    }

    private CompletableFuture<HttpResponse<String>> infer(String model, String body) throws IOException {
        Matcher port = HTTP_PORT.matcher(stderr());
        assertThat(port.find()).isTrue();
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + "/v2/models/" + model + "/infer");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int exitCode(Process ended) throws InterruptedException {
        assertThat(ended.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return ended.exitValue();
    }

    private String stdout() throws IOException {
        return Files.readString(output.resolve("stdout"));
    }

    private String stderr() throws IOException {
        return Files.readString(output.resolve("stderr"));
    }
}
