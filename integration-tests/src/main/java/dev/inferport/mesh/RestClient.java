package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A blocking client of a runtime's REST port. Safe for use by several threads. */
final class RestClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ObjectMapper json;
    private final URI base;

    RestClient(URI base, ObjectMapper json) {
        this.base = base;
        this.json = json;
    }

    /** Where a model's inference requests go. */
    URI inferAddress(String model) {
        var segment = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return base.resolve("/v2/models/" + segment + "/infer");
    }

    /** The answer to one request; any status but 200 is an {@link IOException} with the answer's text. */
    JsonNode infer(String model, JsonNode body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(inferAddress(model))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode() + " " + response.body());
        }
        return json.readTree(response.body());
    }
}
