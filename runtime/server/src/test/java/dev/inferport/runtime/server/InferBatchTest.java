package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.inferport.wire.inference.ServerReadyRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class InferBatchTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private StartedServer server;
    private Path input;
    private Path output;

    @BeforeEach
    void start() throws Exception {
        Path root = Files.createDirectories(folder.resolve("models"));
        TestModels.write(root, "echo", TestModels.Echo.class);
        server = StartedServer.start(root, Map.of());
        await().until(() -> server.grpc()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
        input = folder.resolve("requests.jsonl");
        output = folder.resolve("answers.jsonl");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRequestGetsItsOwnAnswer() throws IOException {
        write(300);

        assertThat(infer()).as(err.toString()).isZero();

        Map<Long, JsonNode> answers = answers();
        assertThat(answers).hasSize(300);
        answers.forEach((index, answer) -> {
            assertThat(answer.at("/outputs/0/data/0").asLong()).isEqualTo(index);
            assertThat(answer.path("id").asText()).isEqualTo("r" + index);
        });
        assertThat(err.toString()).contains("300 of 300 answered, 0 failed");
    }

    @Test
    void requestsThatAreAlikeGoInOneCallAndComeApartAgain() throws IOException {
        write(50);
        append("{\"inputs\": [{\"name\": \"x\", \"shape\": [2, 1], \"datatype\": \"INT64\", \"data\": [[50], [51]]}]}");
        append("{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 1], \"datatype\": \"FP32\", \"data\": [0.5]}]}");

        assertThat(infer("--batch-size", "8")).as(err.toString()).isZero();

        Map<Long, JsonNode> answers = answers();
        assertThat(answers).hasSize(52);
        for (long i = 0; i < 50; i++) {
            assertThat(at(answers, i).at("/outputs/0/data").toString()).isEqualTo("[" + i + "]");
            assertThat(at(answers, i).path("id").asText()).isEqualTo("r" + i);
        }
        assertThat(at(answers, 50).at("/outputs/0/data").toString()).isEqualTo("[50,51]");
        assertThat(at(answers, 50).at("/outputs/0/shape").toString()).isEqualTo("[2,1]");
        assertThat(at(answers, 51).at("/outputs/0/data").toString()).isEqualTo("[0.5]");
    }

    @Test
    void whatFailsIsALineWithItsError() throws IOException {
        write(2);
        append("no json");
        append("{\"inputs\": [{\"name\": \"x\", \"shape\": [3], \"datatype\": \"INT64\", \"data\": [1]}]}");

        assertThat(infer("-v")).isEqualTo(InferBatch.SOME_FAILED);

        Map<Long, JsonNode> answers = answers();
        assertThat(at(answers, 2).at("/error/status").asText()).isEqualTo("preprocessing error");
        assertThat(at(answers, 3).at("/error/status").asText()).isEqualTo("status 400");
        assertThat(at(answers, 3).at("/error/msg").asText()).contains("x");
        assertThat(err.toString())
                .contains("2 of 4 answered, 2 failed")
                .contains("request 2 failed: preprocessing error");
    }

    @Test
    void aResumedRunAsksForWhatHasNoAnswer() throws IOException {
        write(5);
        Files.write(
                output,
                List.of(
                        "{\"outputs\": [], \"parameters\": {\"batch_index\": 1}}",
                        "{\"error\": {\"status\": \"x\"}, \"parameters\": {\"batch_index\": 3}}",
                        "{\"outputs\": [], \"parameters\": {\"batch_in"));

        assertThat(infer("--resume")).as(err.toString()).isZero();

        Map<Long, JsonNode> answers = answers();
        assertThat(answers).hasSize(5);
        assertThat(at(answers, 1).path("outputs")).isEmpty();
        assertThat(at(answers, 3).at("/outputs/0/data/0").asLong()).isEqualTo(3);
        assertThat(err.toString()).contains("5 of 5 answered (1 before), 0 failed");
    }

    @Test
    void anOutputThatWasCutOffWithinACharacterIsResumed() throws IOException {
        write(2);
        byte[] cut = "{\"outputs\": [], \"parameters\": {\"batch_index\": 0}}\n{\"id\": \"\u00e9"
                .getBytes(StandardCharsets.UTF_8);
        Files.write(output, Arrays.copyOf(cut, cut.length - 1));

        assertThat(infer("--resume")).as(err.toString()).isZero();

        assertThat(answers()).hasSize(2);
        assertThat(err.toString()).contains("2 of 2 answered (1 before), 0 failed");
    }

    @Test
    void anInputThatIsNoTextIsRefused() throws IOException {
        Files.write(input, new byte[] {'{', (byte) 0xff, '}', '\n'});

        assertThat(infer()).isEqualTo(InferBatch.UNREADABLE);
        assertThat(err.toString()).contains(input + " is no text in UTF-8").doesNotContain("\tat ");
        assertThat(output).doesNotExist();
    }

    @Test
    void numbersThatAreNoneGoToTheServerWhichAnswersNull() throws IOException {
        Files.writeString(
                input,
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [3], \"datatype\": \"FP64\","
                        + " \"data\": [NaN, Infinity, -Infinity]}]}\n");

        assertThat(infer()).as(err.toString()).isZero();
        assertThat(output).content().contains("\"data\":[null,null,null]");

        assertThat(infer("--resume")).as(err.toString()).isZero();
        assertThat(err.toString()).contains("1 of 1 answered (1 before), 0 failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"outputs\": [7]}", "{\"parameters\": 7, \"outputs\": []}"})
    void anAnswerThatIsNoneCountsAsAFailureOfItsRequests(String answer) throws Exception {
        HttpServer odd = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        odd.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        odd.start();
        try {
            write(2);

            assertThat(run(odd.getAddress().getPort(), "--batch-size", "2")).isEqualTo(InferBatch.SOME_FAILED);
            assertThat(at(answers(), 1).at("/error/status").asText()).isEqualTo("postprocessing error");
            assertThat(err.toString()).contains("0 of 2 answered, 2 failed");
        } finally {
            odd.stop(0);
        }
    }

    @Test
    void requestsWithMoreInputsThanTheOneBeforeGoByThemselves() throws IOException {
        String input = "{\"name\": \"x\", \"shape\": [1], \"datatype\": \"INT64\", \"data\": [1]}";
        Files.writeString(this.input, "{\"inputs\": [" + input + ", " + input + "]}\n{\"inputs\": [" + input + "]}\n");

        infer("--batch-size", "2");

        assertThat(answers()).hasSize(2);
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAndHeadersGoAlong() throws IOException {
        List<String> keys = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/v2/models/echo/infer", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("X-Key"));
            boolean refused = calls.incrementAndGet() <= 2;
            byte[] body = (refused ? "{\"error\": \"busy\"}" : "{\"model_name\": \"echo\", \"outputs\": []}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(refused ? 429 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        busy.start();
        try {
            write(1);

            assertThat(run(busy.getAddress().getPort(), "-H", "X-Key: 7"))
                    .as(err.toString())
                    .isZero();
            assertThat(keys).containsExactly("7", "7", "7");
        } finally {
            busy.stop(0);
        }
    }

    @Test
    void wrongOptionsAreNamed() throws IOException {
        write(1);

        assertThat(infer("--transport", "grpc")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(infer("--workers", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--transport: grpc (expected: rest").contains("--workers: 0 (expected: ");
        Files.delete(input);
        assertThat(infer()).isEqualTo(InferBatch.UNREADABLE);
    }

    private int infer(String... options) {
        return run(server.ports().rest(), options);
    }

    private int run(int port, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("-u", "127.0.0.1:" + port, "-m", "echo", "-i", input.toString(), "-o", output.toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(new InferBatch())
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private void write(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("{\"id\": \"r" + i
                    + "\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 1], \"datatype\": \"INT64\"," + " \"data\": ["
                    + i + "]}]}");
        }
        Files.write(input, lines);
    }

    private void append(String line) throws IOException {
        Files.writeString(input, Files.readString(input) + line + "\n");
    }

    private Map<Long, JsonNode> answers() throws IOException {
        Map<Long, JsonNode> answers = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            JsonNode answer = MAPPER.readTree(line);
            JsonNode before = answers.put(answer.at("/parameters/batch_index").asLong(), answer);
            assertThat(before).as("one answer per request").isNull();
        }
        return answers;
    }

    private static JsonNode at(Map<Long, JsonNode> answers, long index) {
        JsonNode answer = answers.get(index);
        if (answer == null) {
            throw new AssertionError("no answer to request " + index);
        }
        return answer;
    }
}
