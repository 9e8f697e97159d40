package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.rest.TestModels.Gate;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakGuard.class)
class ConnectionTest {

    private static final int MAX_BODY = 1000;
    private static final String INFER = "/v2/models/echo/infer";

    @TempDir
    Path root;

    private RestFixture rest;
    private String gatedPath = "";

    @BeforeEach
    void start() throws IOException {
        RestLimits limits = RestLimits.defaults().withMaxBodyBytes(MAX_BODY).withIdleTimeout(Duration.ofMillis(1500));
        rest = RestFixture.start(root, builder -> builder.limits(limits)).withModel("echo", TestModels.Echo.class);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private static String number(long value) {
        return body("INT64", "[1]", "[" + value + "]");
    }

    private Gate gated(String name) throws IOException {
        String unique = name + "-" + root.getFileName();
        rest.withModel(unique, TestModels.Gated.class);
        gatedPath = "/v2/models/" + unique + "/infer";
        return TestModels.Gated.gate(unique);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (RawClient raw = rest.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(RawClient.post(INFER, number(i)));
            }
            raw.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(raw.receive()).startsWith("HTTP/1.1 200 ").endsWith("\"data\":[" + i + "]}]}");
            }
        }
    }

    @Test
    void aRequestMayArriveByteByByteAndInChunks() throws IOException {
        String json = number(5);
        String chunked = "POST " + INFER + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(10) + "\r\n" + json.substring(0, 10) + "\r\n"
                + Integer.toHexString(json.length() - 10) + "\r\n" + json.substring(10) + "\r\n0\r\n\r\n";
        try (RawClient raw = rest.connect()) {
            for (char letter : (chunked + RawClient.post(INFER, json)).toCharArray()) {
                raw.send(String.valueOf(letter));
            }
            assertThat(raw.receive()).endsWith("[5]}]}");
            assertThat(raw.receive()).endsWith("[5]}]}");
        }
    }

    @Test
    void anErrorOfARequestKeepsTheConnection() throws IOException {
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(RawClient.post(INFER, "{")).receive()).startsWith("HTTP/1.1 400 ");
            assertThat(raw.send(RawClient.get("/nowhere")).receive()).startsWith("HTTP/1.1 404 ");
            assertThat(raw.send(RawClient.get("/v2/health/live")).receive()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void connectionCloseAndHttp10AreHonoured() throws IOException {
        try (RawClient raw = rest.connect()) {
            raw.send("GET /v2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(raw.receive()).contains("connection: close");
            assertThat(raw.isClosedByServer()).isTrue();
        }
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send("GET /v2 HTTP/1.0\r\n\r\n").receive()).contains("connection: close");
            assertThat(raw.isClosedByServer()).isTrue();
        }
        try (RawClient raw = rest.connect()) {
            String request = "GET /v2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            assertThat(raw.send(request).receive()).contains("connection: keep-alive");
            assertThat(raw.send(request).receive()).contains("connection: keep-alive");
        }
    }

    @Test
    void aBodyIsAskedForWhereTheClientExpectsThat() throws IOException {
        String json = number(7);
        String head = "POST " + INFER + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
        try (RawClient raw = rest.connect()) {
            // Behind a request that is pipelined in front of it, and in front of one that is behind.
            raw.send(RawClient.get("/v2/health/live") + head + json.length() + "\r\n\r\n");
            assertThat(raw.receive()).startsWith("HTTP/1.1 200 ");
            assertThat(raw.receive()).startsWith("HTTP/1.1 100 ");
            raw.send(json + "HEAD /v2 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(raw.receive()).startsWith("HTTP/1.1 200 ").endsWith("[7]}]}");
            assertThat(raw.receiveHead()).startsWith("HTTP/1.1 200 ");
        }
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(head + 5000 + "\r\n\r\n").receive()).startsWith("HTTP/1.1 413 ");
            assertThat(raw.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhileItArrives() throws IOException {
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post(INFER, "x".repeat(MAX_BODY + 1)));
            assertThat(raw.receive())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("connection: close", "{\"error\":\"the body is larger than 1000 bytes");
            assertThat(raw.isClosedByServer()).isTrue();
        }
        try (RawClient raw = rest.connect()) {
            raw.send("POST " + INFER + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            raw.send("3e8\r\n" + "x".repeat(1000) + "\r\n1\r\nx\r\n");
            assertThat(raw.receive()).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'NONSENSE\r\n\r\n', 400",
        "'GET /v2 HTTP/1.1\r\nbad header\r\n\r\n', 400",
        "'POST /v2/models/echo/infer HTTP/1.1\r\nContent-Length: x\r\n\r\n', 400",
        "'POST /v2/models/echo/infer HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400",
        "'POST /v2/models/echo/infer HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400",
        "'GET /v2 HTTP/1.1\r\nExpect: miracles\r\n\r\n', 417",
    })
    void whatIsNotHttpIsAnsweredAndCutOff(String request, int status) throws IOException {
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(request).receive())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("connection: close", "{\"error\":");
            assertThat(raw.isClosedByServer()).isTrue();
        }
    }

    @Test
    void headsHaveABound() throws IOException {
        try (RawClient raw = rest.connect()) {
            assertThat(raw.send(RawClient.get("/" + "x".repeat(20_000))).receive())
                    .startsWith("HTTP/1.1 414 ");
        }
        try (RawClient raw = rest.connect()) {
            raw.send("GET /v2 HTTP/1.1\r\nx: " + "y".repeat(100_000) + "\r\n\r\n");
            assertThat(raw.receive()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsCall() throws Exception {
        Gate gate = gated("cancelled");
        try (RawClient first = rest.connect();
                RawClient second = rest.connect()) {
            // Both workers are busy, so that the third request waits.
            first.send(RawClient.post(gatedPath, number(1)));
            second.send(RawClient.post(gatedPath, number(2)));
            await().until(() -> gate.predictions.get() == 2);
            try (RawClient third = rest.connect()) {
                third.send(RawClient.post(gatedPath, number(3)));
                await().until(() -> openConnections() == 3);
            }
            await().until(() -> openConnections() == 2);
            gate.open.countDown();
            assertThat(first.receive()).endsWith("[1]}]}");
            assertThat(second.receive()).endsWith("[2]}]}");
        }
        rest.infer("echo", number(1));
        assertThat(gate.predictions).hasValue(2);
    }

    private int openConnections() {
        return rest.server.connectionCount();
    }

    @Test
    void stoppingLetsRequestsUnderWayFinish() throws Exception {
        Gate gate = gated("drained");
        try (RawClient busy = rest.connect();
                RawClient idle = rest.connect();
                RawClient halfway = rest.connect()) {
            idle.send(RawClient.get("/v2")).receive();
            String late = RawClient.post(INFER, number(9));
            halfway.send(late.substring(0, late.length() - 5));
            busy.send(RawClient.post(gatedPath, number(1)));
            assertThat(gate.entered.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> openConnections() == 3);

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> rest.server.stop(Duration.ofSeconds(10)));
            assertThat(idle.isClosedByServer()).isTrue();
            assertThatThrownBy(() -> rest.connect().send(RawClient.get("/v2")).receive())
                    .isInstanceOf(IOException.class);
            assertThat(stopped).isNotDone();

            halfway.send(late.substring(late.length() - 5));
            assertThat(halfway.receive()).contains("connection: close").endsWith("[9]}]}");
            gate.open.countDown();
            assertThat(busy.receive()).contains("connection: close").endsWith("[1]}]}");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void stoppingCutsOffWhatOutlastsTheBudget() throws Exception {
        Gate gate = gated("cut");
        try (RawClient busy = rest.connect()) {
            busy.send(RawClient.post(gatedPath, number(1)));
            assertThat(gate.entered.await(10, TimeUnit.SECONDS)).isTrue();
            rest.server.stop(Duration.ofMillis(50));
            assertThat(busy.isClosedByServer()).isTrue();
        } finally {
            gate.open.countDown();
        }
        rest.server.stop(Duration.ofMillis(50));
    }

    @Test
    void anIdleConnectionIsClosedAndAStalledRequestTold() throws IOException {
        try (RawClient idle = rest.connect();
                RawClient stalled = rest.connect()) {
            idle.send(RawClient.get("/v2")).receive();
            stalled.send("POST " + INFER + " HTTP/1.1\r\nContent-Length: 5\r\n\r\n{");
            assertThat(stalled.receive()).startsWith("HTTP/1.1 408 ");
            assertThat(stalled.isClosedByServer()).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aModelThatTakesItsTimeIsWaitedFor() throws Exception {
        Gate gate = gated("slow");
        try (RawClient busy = rest.connect();
                RawClient idle = rest.connect()) {
            busy.send(RawClient.post(gatedPath, number(4)));
            // The idle time has passed when the server closes the other connection.
            assertThat(idle.isClosedByServer()).isTrue();
            gate.open.countDown();
            assertThat(busy.receive()).endsWith("[4]}]}");
        }
    }

    @Test
    void aFloodOfPipelinedRequestsIsHeldBackAndAnswered() throws Exception {
        Gate gate = gated("flood");
        int count = 500;
        try (RawClient raw = rest.connect()) {
            StringBuilder requests = new StringBuilder(RawClient.post(gatedPath, number(0)));
            for (int i = 1; i < count; i++) {
                requests.append(RawClient.post(INFER, number(i)));
            }
            raw.send(requests.toString());
            assertThat(gate.entered.await(10, TimeUnit.SECONDS)).isTrue();
            gate.open.countDown();
            for (int i = 0; i < count; i++) {
                assertThat(raw.receive()).endsWith("[" + i + "]}]}");
            }
        }
    }

    @Test
    void aTakenPortIsNamed() {
        Endpoint.Tcp taken = rest.server.endpoint();
        assertThatThrownBy(
                        () -> RestServer.builder(rest.runtime).endpoint(taken).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port " + taken.port());
    }

    @Test
    void networkThreadsMayBeShared() throws IOException {
        try (EventLoops loops = EventLoops.create("shared", 1)) {
            RestServer server =
                    RestServer.builder(rest.runtime).eventLoops(loops).start();
            try (RawClient raw = new RawClient(server.port())) {
                assertThat(raw.send(RawClient.get("/v2")).receive()).startsWith("HTTP/1.1 200 ");
            }
            server.close();
            assertThat(loops.group().isShuttingDown()).isFalse();
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedFor() throws Exception {
        rest.close();
        RestLimits limits = RestLimits.defaults().withRequestTimeout(Duration.ofSeconds(3));
        rest = RestFixture.start(root, builder -> builder.limits(limits)).withModel("echo", TestModels.Echo.class);
        Gate gate = gated("late");
        try (RawClient raw = rest.connect()) {
            raw.send(RawClient.post(gatedPath, number(1)) + RawClient.post(INFER, number(2)));

            assertThat(raw.receive()).startsWith("HTTP/1.1 504 ").contains("answer within 3000 ms");
            assertThat(raw.receive()).endsWith("\"data\":[2]}]}");
            gate.open.countDown();
            raw.send(RawClient.post(INFER, number(3)));
            assertThat(raw.receive()).endsWith("\"data\":[3]}]}");
        }
    }

    @Test
    void aProxyMayPutAPathBeforeEveryOther() throws Exception {
        rest.close();
        rest = RestFixture.start(root, builder -> builder.rootPath("/serving/a"))
                .withModel("echo", TestModels.Echo.class);

        assertThat(rest.get("/serving/a/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(rest.get("/v2/models/echo").statusCode()).isEqualTo(200);
        assertThat(rest.get("/serving/b/v2/health/live").statusCode()).isEqualTo(404);
    }
}
