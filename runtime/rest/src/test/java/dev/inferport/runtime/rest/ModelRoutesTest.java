package dev.inferport.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.RestCall;
import dev.inferport.runtime.api.RestReply;
import dev.inferport.runtime.api.RestRoute;
import dev.inferport.runtime.core.Call;
import dev.inferport.runtime.core.ModelRoute;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRoutesTest {

    private RestFixture fixture;

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        fixture = RestFixture.start(root).withModel("adder", Adder.class);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** Adds the numbers of a JSON list, and has other routes besides. */
    public static final class Adder extends MLModel {

        public Adder(ModelSettings settings) {
            super(settings);
        }

        @Override
        public List<RestRoute> restRoutes() {
            return List.of(
                    RestRoute.post("/sum", call -> {
                        int sum = 0;
                        for (var number : RestFixture.json(call.text())) {
                            sum += number.asInt();
                        }
                        return RestReply.json(Integer.toString(sum));
                    }),
                    RestRoute.get(
                            "/of/{name}/hello",
                            call -> RestReply.text(name() + " " + call.variable("name") + call.query()
                                    + call.headers().get("x-who"))),
                    RestRoute.get(
                            "/thread",
                            call -> RestReply.text(Thread.currentThread().getName())),
                    RestRoute.get("/fails", call -> {
                        throw new InferenceException("not like this");
                    }),
                    RestRoute.get("/breaks", call -> {
                        throw new IllegalStateException("kaboom");
                    }),
                    RestRoute.get("/v2", call -> RestReply.text("mine")),
                    RestRoute.get(
                            "/teapot", call -> RestReply.text("short and stout").withStatus(418)));
        }
    }

    @Test
    void aModelAnswersItsOwnRoute() {
        HttpResponse<String> response = fixture.post("/sum", "[1, 2, 3, 4]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("10");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void aCompressedBodyArrivesAsItIsMeant() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write("[5, 6]".getBytes(StandardCharsets.UTF_8));
        }

        HttpResponse<String> response = fixture.send(fixture.request("/sum")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compressed.toByteArray())));

        assertThat(response.body()).isEqualTo("11");
    }

    @Test
    void variablesQueryAndHeadersReachTheHandler() {
        HttpResponse<String> response = fixture.send(fixture.request("/of/W%C3%B6rld/hello?a=b%20c")
                .header("X-Who", "me")
                .GET());

        assertThat(response.body()).isEqualTo("adder Wörld" + Map.of("a", "b c") + "me");
    }

    @Test
    void theHandlerDecidesOnTheStatus() {
        assertThat(fixture.get("/teapot").statusCode()).isEqualTo(418);
        assertThat(fixture.get("/fails").statusCode()).isEqualTo(400);
        assertThat(fixture.get("/fails").body()).isEqualTo("{\"error\":\"not like this\"}");
        assertThat(fixture.get("/breaks").statusCode()).isEqualTo(500);
        assertThat(fixture.get("/breaks").body()).isEqualTo("{\"error\":\"kaboom\"}");
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatWork() {
        HttpResponse<String> response = fixture.get("/sum");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void routesOfTheProtocolStayThoseOfTheProtocol() {
        assertThat(RestFixture.json(fixture.get("/v2")).path("name").asText()).isEqualTo("test");
    }

    @Test
    void aRouteLastsAsLongAsItsModelAndOneWaitsForItsTurn() throws IOException {
        fixture.withModel("second", Adder.class);
        assertThat(fixture.get("/of/x/hello").body()).startsWith("adder ");

        fixture.runtime.load("adder").orTimeout(10, TimeUnit.SECONDS).join();
        fixture.runtime.unload("adder").orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(fixture.get("/of/x/hello").body()).startsWith("second ");

        fixture.runtime.unload("second").orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(fixture.get("/of/x/hello").statusCode()).isEqualTo(404);
    }

    @Test
    void aRouteRunsOnAWorkerAlsoOfAModelThatPredictsOnTheCallingThread() throws IOException {
        fixture.runtime.unload("adder").orTimeout(10, TimeUnit.SECONDS).join();
        fixture.withModel("inline", Adder.class, ", \"parallel_workers\": 0");

        assertThat(fixture.get("/thread").body()).startsWith("model-worker-");
    }

    @Test
    void aCallThatFoundTheRouteBeforeAReloadIsAnsweredByTheNewModel() {
        ModelRoute before = fixture.runtime.routes(List.of("thread")).get(0);
        RestCall call = new RestCall("GET", Map.of(), Map.of(), Map.of(), ByteBuffer.allocate(0));
        fixture.runtime.load("adder").orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(fixture.runtime
                        .call(before, call, Call.withoutDeadline())
                        .join()
                        .status())
                .isEqualTo(200);

        fixture.runtime.unload("adder").orTimeout(10, TimeUnit.SECONDS).join();
        assertThatThrownBy(() -> fixture.runtime
                        .call(before, call, Call.withoutDeadline())
                        .join())
                .hasMessageContaining("Model adder not found");
        assertThat(fixture.runtime.requestsInFlight()).isZero();
    }

    @Test
    void routesAreInTheDocument() {
        var paths = RestFixture.json(fixture.get("/v2/docs/dataplane.json")).path("paths");

        assertThat(paths.path("/sum").has("post")).isTrue();
        assertThat(paths.path("/of/{name}/hello").at("/get/parameters/0/name").asText())
                .isEqualTo("name");
    }
}
