package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private static final Endpoint.Tcp ANY = Endpoint.tcp("127.0.0.1", 0);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.notReady("purging models"));
    private final CountDownLatch releaseScrape = new CountDownLatch(1);
    private final LogLevels levels = new LogLevels();
    private final Warnings warnings = new Warnings();

    private AdminServer server;

    AdminServerTest() throws CannotListenException {
        server = AdminServer.builder(ANY)
                .live(live::get)
                .ready(readiness::get)
                .text("/metrics", "text/plain; version=0.0.4; charset=utf-8", () -> "up 1\n")
                .text("/slow", "text/plain", this::slow)
                .text("/broken", "text/plain", () -> {
                    throw new IllegalStateException("no metrics");
                })
                .logLevels(levels)
                .start();
    }

    @BeforeEach
    void watchWarnings() {
        warnings.install();
    }

    @AfterEach
    void close() {
        releaseScrape.countDown();
        server.close();
        warnings.uninstall();
        assertThat(warnings.seen()).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("admin-")));
    }

    @Test
    void livenessFollowsItsSource() throws Exception {
        assertThat(get("/live").statusCode()).isEqualTo(200);
        live.set(false);
        assertThat(get("/live").statusCode()).isEqualTo(503);
    }

    @Test
    void readinessSaysWhatIsAwaited() throws Exception {
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body()).isEqualTo("purging models\n");
        readiness.set(Readiness.READY);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreServedWithTheirContentType() throws Exception {
        HttpResponse<String> response = get("/metrics");
        assertThat(response.body()).isEqualTo("up 1\n");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(send("HEAD", "/metrics", "").statusCode()).isEqualTo(200);
    }

    @Test
    void otherPathsAndMethodsAreRefusedWithAHint() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").body()).contains("/ready");
        assertThat(get("/livex").statusCode()).isEqualTo(404);
        assertThat(get("/live/x").statusCode()).isEqualTo(404);
        HttpResponse<String> response = send("DELETE", "/live", "");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
    }

    @Test
    void aBrokenRouteAnswersAndIsLogged() throws Exception {
        warnings.expect("event=admin_route_failed");
        assertThat(get("/broken").statusCode()).isEqualTo(500);
        assertThat(warnings.all()).hasSize(1);
    }

    @Test
    void aSlowScrapeDoesNotHoldUpAProbe() throws Exception {
        var scrape = http.sendAsync(request("GET", "/slow", ""), BodyHandlers.ofString());
        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(scrape).isNotDone();
        releaseScrape.countDown();
        assertThat(scrape.join().body()).isEqualTo("done");
    }

    @Test
    void aLogLevelIsShownAndSet() throws Exception {
        String name = "dev.inferport.servicekit.sample";
        assertThat(send("PUT", "/loglevel", name + "=debug").body()).isEqualTo(name + "=DEBUG\n");
        assertThat(Logger.getLogger(name).getLevel()).isEqualTo(Level.FINE);
        assertThat(send("POST", "/loglevel", name + " = WARN").statusCode()).isEqualTo(200);
        assertThat(get("/loglevel").body()).isEqualTo(name + "=WARN\n");

        HttpResponse<String> refused = send("PUT", "/loglevel", name + "=LOUD");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("'LOUD' (expected: ERROR, WARN");
    }

    @Test
    void aBusyPortIsSaidToBeBusy() {
        assertThatThrownBy(() -> AdminServer.builder(server.endpoint()).start())
                .isInstanceOf(CannotListenException.class)
                .hasMessageStartingWith("port " + server.endpoint().port() + " is in use");
    }

    private String slow() {
        try {
            releaseScrape.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "done";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        var uri = URI.create("http://127.0.0.1:" + server.endpoint().port() + path);
        return HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }
}
