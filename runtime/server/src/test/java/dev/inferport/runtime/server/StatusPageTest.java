package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.wire.inference.ServerReadyRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusPageTest {

    @TempDir
    private Path root;

    private StartedServer server;

    @BeforeEach
    void start() throws Exception {
        TestModels.write(root, "iris", TestModels.Echo.class);
        TestModels.write(root, "wine", "wine", TestModels.Echo.class, "v2");
        Files.createDirectories(root.resolve("torn"));
        Files.writeString(root.resolve("torn/model-settings.json"), "{");
        server = StartedServer.start(root, Map.of());
        await().until(() -> server.grpc()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageAndAllItNeedsComeFromThisServer() {
        HttpResponse<String> page = get("/status");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("<script src=\"status.js\">").doesNotContain("http:", "https:", "//");
        HttpResponse<String> script = get("/status.js");
        assertThat(script.headers().firstValue("content-type")).contains("text/javascript; charset=utf-8");
        assertThat(script.body()).contains("fetch(\"status.json\"").doesNotContain("http:", "https:");
    }

    @Test
    void theReportSaysWhatTheMetricsSay() throws Exception {
        server.rest("POST", "/v2/models/wine/infer", StartedServer.TENSOR);
        server.rest("POST", "/v2/models/wine/infer", StartedServer.TENSOR);

        JsonNode report = report();

        assertThat(report.path("ready").asBoolean()).isTrue();
        JsonNode wine = model(report, "wine");
        assertThat(wine.path("version").asText()).isEqualTo("v2");
        assertThat(wine.path("state").asText()).isEqualTo("READY");
        assertThat(wine.path("answered").asLong()).isEqualTo(2);
        assertThat(wine.path("seconds").asDouble()).isPositive();
        assertThat(model(report, "iris").path("answered").asLong()).isZero();
    }

    @Test
    void aModelThatIsNotThereSaysWhy() throws Exception {
        JsonNode torn = model(report(), "torn");

        assertThat(torn.path("state").asText()).isEqualTo("UNAVAILABLE");
        assertThat(torn.path("reason").asText()).contains("torn/model-settings.json");
    }

    @Test
    void onlyReadersAreAnswered() {
        HttpRequest.Builder post = HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody());

        assertThat(server.send(server.ports().metrics().orElseThrow(), post, "/status.json")
                        .statusCode())
                .isEqualTo(405);
    }

    private JsonNode report() throws Exception {
        return new ObjectMapper().readTree(get("/status.json").body());
    }

    private static JsonNode model(JsonNode report, String name) {
        for (JsonNode model : report.path("models")) {
            if (model.path("name").asText().equals(name)) {
                return model;
            }
        }
        throw new AssertionError(name + " is not in " + report);
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.ports().metrics().orElseThrow(), HttpRequest.newBuilder(), path);
    }
}
