package dev.inferport.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runtime alone, as a process on free ports, when its models are loaded. */
final class LoneRuntime implements AutoCloseable {

    private static final Pattern PORTS =
            Pattern.compile("event=listening .* grpc_port=(\\d+) http_port=(\\d+) metrics_port=(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ChildProcess process;
    private final Matcher ports;

    private LoneRuntime(ChildProcess process, Matcher ports) {
        this.process = process;
        this.ports = ports;
    }

    static LoneRuntime start(Path logs, Path models, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MLSERVER_HOST", "127.0.0.1",
                "MLSERVER_GRPC_PORT", "0",
                "MLSERVER_HTTP_PORT", "0",
                "MLSERVER_METRICS_PORT", "0"));
        environment.putAll(variables);
        ChildProcess process = ChildProcess.runtime(logs, environment, "start", models.toString());
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> process.log().contains("event=models_loaded") || !process.isAlive());
            Matcher ports = PORTS.matcher(process.log());
            if (!ports.find()) {
                throw new AssertionError(process.log());
            }
            return new LoneRuntime(process, ports);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** Puts a model that answers with its inputs into a folder, and the jar of its class beside that. */
    static Path echoModel(Path folder) throws IOException {
        Path jar = CustomModels.jar(folder, "com.example.EchoModel", CustomModels.ECHO);
        Path model = Files.createDirectories(folder.resolve("models/echo"));
        Files.writeString(
                model.resolve("model-settings.json"),
                "{\"implementation\": \"com.example.EchoModel\", \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\","
                        + " \"shape\": [-1, 3]}]}");
        return jar;
    }

    int grpc() {
        return Integer.parseInt(ports.group(1));
    }

    int rest() {
        return Integer.parseInt(ports.group(2));
    }

    int metrics() {
        return Integer.parseInt(ports.group(3));
    }

    String log() {
        return process.log();
    }

    HttpResponse<String> send(HttpRequest.Builder request, String path) throws IOException, InterruptedException {
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + rest() + path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.close();
    }
}
