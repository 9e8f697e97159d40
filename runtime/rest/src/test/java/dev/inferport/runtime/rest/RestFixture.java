package dev.inferport.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.runtime.core.ServerInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A runtime with a REST front, and an HTTP client for it. */
final class RestFixture implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Path root;
    final InferenceRuntime runtime;
    final RestServer server;
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RestFixture(Path root, InferenceRuntime runtime, RestServer server) {
        this.root = root;
        this.runtime = runtime;
        this.server = server;
    }

    static RestFixture start(Path root) throws IOException {
        return start(root, builder -> {});
    }

    static RestFixture start(Path root, Consumer<RestServer.Builder> configuration) throws IOException {
        InferenceRuntime runtime = new InferenceRuntime(
                new ServerInfo("test", "1.2.3", List.of("model_repository")),
                new ModelRepository(root, ModelDefaults.none()),
                new ModelFactory(RestFixture.class.getClassLoader()),
                new RuntimeLimits(2, 64, Duration.ofSeconds(5)));
        runtime.ready(true);
        RestServer.Builder builder = RestServer.builder(runtime);
        configuration.accept(builder);
        return new RestFixture(root, runtime, builder.start());
    }

    RestFixture withModel(String name, Class<? extends MLModel> implementation) throws IOException {
        return withModel(name, implementation, "");
    }

    /** @param fields more of the settings, such as {@code , "platform": "p"} */
    RestFixture withModel(String name, Class<? extends MLModel> implementation, String fields) throws IOException {
        writeSettings(name, implementation, fields);
        runtime.load(name).orTimeout(10, TimeUnit.SECONDS).join();
        return this;
    }

    void writeSettings(String name, Class<? extends MLModel> implementation, String fields) throws IOException {
        Path folder = Files.createDirectories(root.resolve("m" + name.hashCode() + "-" + fields.hashCode()));
        Files.writeString(
                folder.resolve("model-settings.json"),
                "{\"name\": \"" + name + "\", \"implementation\": \"" + implementation.getName() + "\"" + fields + "}");
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> infer(String model, String body) {
        return post("/v2/models/" + model + "/infer", body);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    RawClient connect() throws IOException {
        return new RawClient(server.port());
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** A request with one input. */
    static String body(String dataType, String shape, String data) {
        return "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"" + dataType + "\", \"shape\": " + shape
                + ", \"data\": " + data + "}]}";
    }

    @Override
    public void close() {
        server.close();
        runtime.close();
    }
}
