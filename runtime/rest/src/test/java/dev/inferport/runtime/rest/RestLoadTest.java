package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
class RestLoadTest {

    @TempDir
    Path root;

    @Test
    void underLoadEveryClientGetsItsOwnAnswer() throws Exception {
        try (RestFixture rest = RestFixture.start(root).withModel("echo", TestModels.Echo.class)) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                int first = client * 1000;
                clients.add(CompletableFuture.runAsync(() -> askRepeatedly(rest, first), task -> {
                    Thread thread = new Thread(task, "load-client-" + first);
                    thread.setDaemon(true);
                    thread.start();
                }));
            }
            CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
    }

    private static void askRepeatedly(RestFixture rest, int first) {
        SplittableRandom random = new SplittableRandom(first);
        try (RawClient raw = rest.connect()) {
            for (int i = first; i < first + 100; i++) {
                int size = 1 + random.nextInt(i % 20 == 0 ? 30_000 : 50);
                String data = ("," + i).repeat(size).substring(1);
                String request = "{\"id\":\"r" + i + "\","
                        + body("INT64", "[" + size + "]", "[" + data + "]").substring(1);
                String answer = raw.send(RawClient.post("/v2/models/echo/infer", request))
                        .receive();
                assertThat(answer).contains("\"id\":\"r" + i + "\"").endsWith("\"data\":[" + data + "]}]}");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBodyOfTenMegabytesGoesThroughWhileHealthIsAnswered() throws Exception {
        try (RestFixture rest = RestFixture.start(root).withModel("echo", TestModels.Echo.class)) {
            int count = 1_000_000;
            SplittableRandom random = new SplittableRandom(1);
            StringBuilder numbers = new StringBuilder();
            float[] sent = new float[count];
            for (int i = 0; i < count; i++) {
                sent[i] = (float) random.nextDouble();
                numbers.append(i == 0 ? "" : ",").append(sent[i]);
            }
            String request = body("FP32", "[1000,1000]", "[" + numbers + "]");
            assertThat(request.length()).isGreaterThan(10_000_000);

            CompletableFuture<HttpResponse<String>> answer = rest.client.sendAsync(
                    rest.request("/v2/models/echo/infer")
                            .POST(BodyPublishers.ofString(request))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(rest.get("/v2/health/live").statusCode()).isEqualTo(200);

            String text = answer.get(30, TimeUnit.SECONDS).body();
            String[] received = text.substring(text.indexOf("\"data\":[") + 8, text.length() - 4)
                    .split(",");
            assertThat(received).hasSize(count);
            for (int i = 0; i < count; i += 997) {
                assertThat(Float.parseFloat(received[i])).isEqualTo(sent[i]);
            }
        }
    }

    @Test
    void aStoppedServerLeavesNoThreads() throws Exception {
        try (RestFixture rest = RestFixture.start(root).withModel("echo", TestModels.Echo.class)) {
            rest.post("/v2/repository/index", "");
            assertThat(threads()).anyMatch(name -> name.startsWith("rest-"));
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).noneMatch(name -> name.startsWith("rest-")));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toList());
    }
}
