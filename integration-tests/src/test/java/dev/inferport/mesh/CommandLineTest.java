package dev.inferport.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

    private static final String REQUEST =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[1,2]}]}";
    private static final String ANSWER = REQUEST.replace("inputs", "outputs");

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeRuntime runtime;
    private MeshFixture fixture;

    @BeforeEach
    void start() throws Exception {
        runtime = new FakeRuntime();
        fixture = new MeshFixture(runtime);
    }

    @AfterEach
    void stop() {
        fixture.close();
        runtime.close();
    }

    @Test
    void aModelIsRegisteredAskedAndRemoved() throws Exception {
        var request = Files.writeString(folder.resolve("request.json"), REQUEST);
        assertThat(run("wait", "--timeout", "10")).isZero();
        assertThat(run("register", "--id", "a", "--path", "p", "--type", "t", "--key", "{}", "--sync"))
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("LOADED");
        assertThat(run("status", "a")).isZero();
        assertThat(run("infer", "--id", "a", "--request", request.toString())).isZero();
        var json = new ObjectMapper();
        assertThat(JsonExpectation.firstDifference(json.readTree(ANSWER), json.readTree(out.toString())))
                .isEmpty();
        assertThat(run("unregister", "a")).isZero();
        assertThat(run("status", "a")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("NOT_FOUND");
    }

    @Test
    void aFailedLoadIsToldWithItsReason() {
        runtime.loads.put("a", load -> load.observer()
                .onError(Status.INVALID_ARGUMENT.withDescription("bad model").asRuntimeException()));
        assertThat(run("register", "--id", "a", "--path", "p", "--type", "t", "--sync"))
                .isEqualTo(1);
        assertThat(out.toString()).isEqualToIgnoringNewLines("LOADING_FAILED INVALID_ARGUMENT: bad model");
    }

    @Test
    void failuresAreSentences() throws Exception {
        var request = Files.writeString(folder.resolve("request.json"), REQUEST);
        assertThat(run("infer", "--id", "a", "--request", request.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("The mesh answered NOT_FOUND: model not found");
        fixture.close();
        assertThat(run("status", "a")).isEqualTo(1);
        assertThat(err.toString()).startsWith("The mesh can't be reached: ").doesNotContain("\tat ");
        assertThat(run("wait", "--timeout", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("did not answer within 1 s");
        assertThat(run("status", "a", "--mesh", "nowhere")).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("--mesh: nowhere (expected: HOST:PORT)");
        assertThat(run("infer", "--id", "a", "--request", folder.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines(folder.resolve("none") + " does not exist.");
    }

    @Test
    void examplesAreComparedWithWhatTheyExpect() throws Exception {
        example("good", ANSWER);
        assertThat(check()).isZero();
        assertThat(out.toString()).contains("1 model answered over gRPC and REST as expected.");
        assertThat(runtime.event("load good")).isNotNull();
        example("wrong", ANSWER.replace("[1,2]", "[1,3]"));
        assertThat(check()).isEqualTo(1);
        assertThat(out.toString())
                .contains("differs  answer.outputs[0].data[1] is 2", "1 of 2 models did not answer as expected");
    }

    @Test
    void freePortsAreDistinct() {
        assertThat(run("ports", "5")).isZero();
        assertThat(out.toString().lines().distinct()).hasSize(5);
    }

    private int check() throws Exception {
        var rest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rest.createContext("/v2/models/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        rest.start();
        runtime.inference.behaviour = CommandLineTest::answer;
        try {
            var address = "http://127.0.0.1:" + rest.getAddress().getPort();
            return run("check", folder.toString(), "--rest", address, "--storage-key", "k");
        } finally {
            rest.stop(0);
        }
    }

    /** Answers as the echo does, but a request with raw inputs with raw outputs. */
    private static void answer(EchoService.Request request) {
        try {
            var inputs = ModelInferRequest.parseFrom(request.message());
            var response = ModelInferResponse.parseFrom(request.message()).toBuilder()
                    .addAllRawOutputContents(inputs.getRawInputContentsList());
            request.reply(response.build().toByteArray());
        } catch (InvalidProtocolBufferException e) {
            request.fail(Status.INVALID_ARGUMENT);
        }
    }

    private void example(String name, String expected) throws Exception {
        var model = Files.createDirectory(folder.resolve(name));
        Files.writeString(model.resolve("model.json"), "{}");
        Files.writeString(
                model.resolve("example.json"),
                "{\"model_type\":\"xgboost\",\"path\":\"model.json\",\"inputs\":" + REQUEST + ",\"expected\":"
                        + expected + "}");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var command = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        var address = "127.0.0.1:" + fixture.mesh().port();
        var takesMesh = !arguments[0].equals("ports") && !List.of(arguments).contains("--mesh");
        var all = new ArrayList<>(List.of(arguments));
        if (takesMesh) {
            all.addAll(List.of("--mesh", address));
        }
        return command.execute(all.toArray(String[]::new));
    }
}
