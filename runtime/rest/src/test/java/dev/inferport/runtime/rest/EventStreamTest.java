package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakGuard.class)
class EventStreamTest {

    private static final String QUESTION = "What is the capital of France?";

    @TempDir
    Path root;

    private RestFixture rest;

    @BeforeEach
    void start() throws IOException {
        rest = RestFixture.start(root).withModel("words", StreamingModels.Words.class);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private static String question(String text) {
        return "{\"id\": \"7\", \"inputs\": [{\"name\": \"q\", \"datatype\": \"BYTES\", \"shape\": [1], \"data\": [\""
                + text + "\"]}]}";
    }

    private static List<String> events(String body) {
        assertThat(body).endsWith("\n\n");
        return Arrays.asList(body.substring(0, body.length() - 2).split("\n\n", -1));
    }

    private static JsonNode data(String event) {
        assertThat(event).startsWith("data: ").doesNotContain("\n");
        return json(event.substring("data: ".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infer_stream", "generate_stream"})
    void eachAnswerIsAnEvent(String verb) {
        HttpResponse<String> response = rest.send(rest.request("/v2/models/words/" + verb)
                .header("Accept-Encoding", "gzip")
                .POST(BodyPublishers.ofString(question(QUESTION))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
        assertThat(response.headers().firstValue("x-model")).contains("words");
        List<JsonNode> answers =
                events(response.body()).stream().map(EventStreamTest::data).toList();
        assertThat(answers)
                .extracting(answer -> answer.at("/outputs/0/data/0").asText())
                .containsExactly("What", " is", " the", " capital", " of", " France?");
        assertThat(answers).extracting(answer -> answer.path("id").asText()).containsOnly("7");
    }

    @Test
    void aPromptIsAnsweredWithText() {
        String prompt = "{\"text_input\": \"two words\", \"parameters\": {\"max_tokens\": 3}}";

        JsonNode whole = json(rest.post("/v2/models/words/generate", prompt));
        List<String> pieces =
                events(rest.post("/v2/models/words/generate_stream", prompt).body());

        assertThat(whole).isEqualTo(json("{\"model_name\": \"words\", \"text_output\": \"two words\"}"));
        assertThat(pieces)
                .extracting(event -> data(event).path("text_output").asText())
                .containsExactly("two", " words");
    }

    @Test
    void generateTakesTensorsTooAndInferTakesNoPrompt() {
        JsonNode answer = json(rest.post("/v2/models/words/generate", question("hello")));
        assertThat(answer.at("/outputs/0/data/0").asText()).isEqualTo("hello");

        assertThat(rest.post("/v2/models/words/infer", "{\"text_input\": \"x\"}")
                        .body())
                .contains("inputs: missing");
        assertThat(rest.post("/v2/models/words/generate", "{\"text_input\": \"x\", \"inputs\": []}")
                        .body())
                .contains("both given");
        assertThat(rest.post("/v2/models/words/generate", "{\"text_input\": 7}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFailureBeforeTheFirstEventIsAnOrdinaryError() {
        assertThat(rest.post("/v2/models/words/infer_stream", question("kaboom"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(rest.post("/v2/models/nope/infer_stream", question("a")).statusCode())
                .isEqualTo(404);
        assertThat(rest.post("/v2/models/words/infer_stream", "{}").statusCode())
                .isEqualTo(400);
        assertThat(rest.get("/v2/models/words/infer_stream").statusCode()).isEqualTo(405);
    }

    @Test
    void aFailureAfterItIsTheLastEvent() {
        HttpResponse<String> response = rest.post("/v2/models/words/infer_stream", question("a kaboom b"));

        List<String> events = events(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(events).hasSize(2);
        assertThat(events.get(1)).startsWith("event: error\ndata: {\"error\":\"the word 'kaboom'");
    }

    @Test
    void theConnectionServesTheNextRequestBehindAStream() throws IOException {
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post("/v2/models/words/infer_stream", question("a b"))
                    + RawClient.get("/v2/health/live"));

            assertThat(raw.receiveHead()).contains("transfer-encoding: chunked");
            assertThat(raw.receiveUntil("0\r\n\r\n")).contains("data: {").contains("\" b\"");
            assertThat(raw.receive()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void withHttp10TheEndOfTheConnectionEndsTheStream() throws IOException {
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post("/v2/models/words/infer_stream", question("a b"))
                    .replace("HTTP/1.1", "HTTP/1.0"));

            assertThat(raw.receiveHead()).doesNotContain("chunked");
            assertThat(events(raw.receiveAll())).hasSize(2);
        }
    }

    @Test
    void aModelThatNobodyListensToAnyMoreIsStopped() throws Exception {
        String name = "endless-" + root.getFileName();
        rest.withModel(name, StreamingModels.Endless.class);
        RawClient raw = rest.connect();
        raw.send(RawClient.post("/v2/models/" + name + "/infer_stream", question("a")));
        raw.receiveHead();
        raw.close();

        assertThat(StreamingModels.Endless.ended(name).await(20, TimeUnit.SECONDS))
                .isTrue();
        await().untilAsserted(() -> assertThat(rest.runtime.requestsInFlight()).isZero());
    }

    @Test
    void aStreamThatTakesTooLongEndsWithAnErrorAndTheConnectionGoesOn() throws Exception {
        rest.close();
        RestLimits limits = RestLimits.defaults().withRequestTimeout(Duration.ofSeconds(3));
        rest = RestFixture.start(root, builder -> builder.limits(limits))
                .withModel("slow", StreamingModels.OneWord.class)
                .withModel("words", StreamingModels.Words.class);
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post("/v2/models/slow/infer_stream", question("a"))
                    + RawClient.post("/v2/models/words/infer", question("b")));

            raw.receiveHead();
            assertThat(raw.receiveUntil("0\r\n\r\n"))
                    .contains("data: {\"model_name\":\"slow\"", "event: error", "answer within 3000 ms");
            assertThat(raw.receive()).startsWith("HTTP/1.1 200 ");
        } finally {
            StreamingModels.OneWord.GATE.countDown();
        }
    }

    @Test
    void aClientThatStopsReadingIsLetGo() throws Exception {
        rest.close();
        RestLimits limits = RestLimits.defaults().withIdleTimeout(Duration.ofMillis(500));
        rest = RestFixture.start(root, builder -> builder.limits(limits));
        String name = "endless-" + root.getFileName();
        rest.withModel(name, StreamingModels.Endless.class);
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post("/v2/models/" + name + "/infer_stream", question("a")));
            raw.receiveHead();

            assertThat(StreamingModels.Endless.ended(name).await(20, TimeUnit.SECONDS))
                    .isTrue();
            await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(rest.runtime.requestsInFlight())
                    .isZero());
        }
    }
}
