package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGuard.class)
class RestRoutesTest {

    private static final String ONE = body("INT64", "[1]", "[7]");

    @TempDir
    Path root;

    private RestFixture rest;

    @BeforeEach
    void start() throws IOException {
        rest = RestFixture.start(root);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    @Test
    void theServerIsLiveAndReadyUntilTheRuntimeSaysOtherwise() {
        HttpResponse<String> live = rest.get("/v2/health/live");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"live\":true}");
        assertThat(live.headers().firstValue("content-type")).hasValue("application/json");

        assertThat(rest.get("/v2/health/ready").statusCode()).isEqualTo(200);
        rest.runtime.ready(false);
        HttpResponse<String> notReady = rest.get("/v2/health/ready");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).isEqualTo("{\"ready\":false}");
        assertThat(rest.get("/v2/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void theServerTellsItsNameVersionAndExtensions() {
        assertThat(rest.get("/v2").body())
                .isEqualTo("{\"name\":\"test\",\"version\":\"1.2.3\",\"extensions\":[\"model_repository\"]}");
        assertThat(rest.get("/v2/").statusCode()).isEqualTo(200);
    }

    @Test
    void aModelTellsItsMetadata() throws IOException {
        rest.withModel(
                "iris",
                TestModels.Echo.class,
                ", \"platform\": \"p\", \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [-1, 4]}]");

        assertThat(json(rest.get("/v2/models/iris")))
                .isEqualTo(json("{\"name\":\"iris\",\"versions\":[],\"platform\":\"p\",\"inputs\":[{\"name\":\"x\","
                        + "\"datatype\":\"FP32\",\"shape\":[-1,4]}],\"outputs\":[]}"));
        assertThat(rest.get("/v2/models/iris/ready").body()).isEqualTo("{\"name\":\"iris\",\"ready\":true}");
    }

    @Test
    void aModelThatIsNotLoadedIsNotFoundUnderAnyRoute() {
        for (String path : new String[] {"/v2/models/nope", "/v2/models/nope/ready"}) {
            HttpResponse<String> response = rest.get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"error\":\"Model nope not found\"}");
        }
        assertThat(rest.infer("nope", ONE).statusCode()).isEqualTo(404);
        assertThat(rest.post("/v2/repository/models/nope/load", "").statusCode())
                .isEqualTo(404);
        assertThat(rest.post("/v2/repository/models/nope/unload", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aModelAnswersUnderEachOfItsVersions() throws IOException {
        rest.writeSettings("m", TestModels.Echo.class, ", \"parameters\": {\"version\": \"v1\"}");
        rest.withModel("m", TestModels.Echo.class, ", \"parameters\": {\"version\": \"v2\"}");

        assertThat(json(rest.post("/v2/models/m/versions/v1/infer", ONE))
                        .get("model_version")
                        .asText())
                .isEqualTo("v1");
        assertThat(json(rest.infer("m", ONE)).get("model_version").asText()).isEqualTo("v2");
        assertThat(rest.get("/v2/models/m/versions/v1").statusCode()).isEqualTo(200);
        assertThat(rest.get("/v2/models/m/versions/v1/ready").statusCode()).isEqualTo(200);
        HttpResponse<String> unknown = rest.get("/v2/models/m/versions/v9/ready");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).get("error").asText()).contains("v9");
    }

    @Test
    void modelsAreIndexedLoadedAndUnloaded() throws IOException {
        rest.writeSettings("a", TestModels.Echo.class, "");
        rest.writeSettings("b", TestModels.Echo.class, ", \"parameters\": {\"version\": \"v1\"}");

        assertThat(rest.post("/v2/repository/index", "{\"ready\": true}").body())
                .isEqualTo("[]");
        HttpResponse<String> load = rest.post("/v2/repository/models/b/load", "{\"parameters\": {}}");
        assertThat(load.statusCode()).isEqualTo(200);
        assertThat(load.body()).isEmpty();
        assertThat(rest.post("/v2/repository/index", "{\"ready\": true}").body())
                .isEqualTo("[{\"name\":\"b\",\"version\":\"v1\",\"state\":\"READY\",\"reason\":\"\"}]");
        assertThat(rest.post("/v2/repository/index", "").body())
                .contains("{\"name\":\"a\",\"state\":\"UNAVAILABLE\",\"reason\":\"\"}");
        assertThat(rest.infer("b", ONE).statusCode()).isEqualTo(200);
        assertThat(rest.post("/v2/repository/models/b/unload", "").statusCode()).isEqualTo(200);
        assertThat(rest.infer("b", ONE).statusCode()).isEqualTo(404);
    }

    @Test
    void anIndexRequestThatIsNotOneIsRefused() {
        HttpResponse<String> wrong = rest.post("/v2/repository/index", "{\"ready\": 1}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).get("error").asText()).isEqualTo("ready: 1 (expected: true or false)");
        assertThat(rest.post("/v2/repository/index", "[]").statusCode()).isEqualTo(400);
        assertThat(rest.post("/v2/repository/index", "{").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/models/m/infer, POST",
        "GET, /v2/repository/index, POST",
        "DELETE, /v2/models/m, 'GET, HEAD'",
        "POST, /v2/health/live, 'GET, HEAD'",
        "PUT, /v2/repository/models/m/load, POST",
    })
    void aWrongVerbIsToldTheRightOne(String verb, String path, String allowed) {
        HttpResponse<String> response = rest.send(rest.request(path).method(verb, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue(allowed);
        assertThat(json(response).get("error").asText()).isEqualTo("method: " + verb + " (expected: " + allowed + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/models",
                "/v2/models",
                "/v2/models/",
                "/v2/models//infer",
                "/v2/models/m/versions",
                "/v2/models/m/versions//infer",
                "/v2/models/m/infer/more",
                "/v2/health",
                "/v2/health/sound",
                "/v2/repository",
                "/v2/repository/models/m",
                "/v2/repository/models/m/drop",
                "/v2/repository/models//load"
            })
    void anUnknownPathIsNotFound(String path) {
        HttpResponse<String> response = rest.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("error").asText()).startsWith("there is nothing at this path");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "größe+1, gr%C3%B6%C3%9Fe+1",
        "team/iris, team%2Firis",
        "模型, %E6%A8%A1%E5%9E%8B",
        "a b, a%20b",
    })
    void aModelNameIsDecodedFromItsSegment(String name, String segment) throws IOException {
        rest.withModel(name, TestModels.Echo.class);

        HttpResponse<String> response = rest.infer(segment, ONE);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("model_name").asText()).isEqualTo(name);
        assertThat(rest.get("/v2/models/" + segment + "/ready/").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/a%2", "/v2/models/a%zz", "/v2/models/%FF"})
    void aPathThatCannotBeDecodedIsRefused(String path) throws IOException {
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(RawClient.get(path)).receive()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void headIsGetWithoutABody() throws IOException {
        try (RawClient raw = rest.connect()) {
            raw.send("HEAD /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n" + RawClient.get("/v2"));
            assertThat(raw.receiveHead()).startsWith("HTTP/1.1 200 ").contains("content-length: 13");
            assertThat(raw.receive()).contains("\"name\":\"test\"");
        }
    }

    @Test
    void aTargetInAbsoluteFormIsUnderstood() throws IOException {
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(RawClient.get("http://proxy:80/v2/health/live?x=/y"))
                            .receive())
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT, 400",
        // A model that answers is there, whatever it says.
        "MODEL_NOT_FOUND, 422",
        "FAILED_PRECONDITION, 422",
        "NOT_READY, 503",
        "OVERLOADED, 429",
        "DEADLINE_EXCEEDED, 504",
        "CANCELLED, 499",
        "UNIMPLEMENTED, 501",
        "INTERNAL, 500",
    })
    void everyReasonHasItsStatus(InferenceException.Reason reason, int status) throws IOException {
        rest.withModel("failing", TestModels.Failing.class);

        HttpResponse<String> response =
                rest.infer("failing", "{\"parameters\": {\"reason\": \"" + reason + "\"}, " + ONE.substring(1));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("error").asText()).contains("because of " + reason);
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(status == 503 || status == 429);
    }

    @Test
    void aModelThatBreaksIsAnInternalError() throws IOException {
        rest.withModel("failing", TestModels.Failing.class);
        HttpResponse<String> response = rest.infer("failing", ONE);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response).get("error").asText()).contains("kaboom");
    }

    @Test
    void headersReachTheModelAndComeFromIt() throws IOException {
        rest.withModel("peculiar", TestModels.Peculiar.class);
        HttpResponse<String> response = rest.send(rest.request("/v2/models/peculiar/infer")
                .header("X-Trace", "t1")
                .header("Authorization", "Bearer secret")
                .POST(BodyPublishers.ofString(ONE)));

        assertThat(response.headers().firstValue("x-model")).hasValue("yes");
        assertThat(response.body()).contains("x-trace=t1").doesNotContain("secret");
    }
}
