package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages as people see them, where this machine has a Chromium. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesInABrowserTest {

    private final Optional<Path> chromium = Tools.find("chromium", "chromium-browser", "google-chrome");

    private Path folder;
    private LoneRuntime runtime;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        Path jar = LoneRuntime.echoModel(folder);
        runtime = LoneRuntime.start(
                folder, folder.resolve("models"), Map.of("INFERPORT_MODELS_CLASSPATH", jar.toString()));
    }

    @AfterAll
    void stop() {
        runtime.close();
    }

    @TestFactory
    List<DynamicTest> pages() {
        List<DynamicTest> tests = new ArrayList<>();
        chromium.ifPresent(program -> {
            tests.add(dynamicTest("the protocol is listed, route by route", () -> protocol(program)));
            tests.add(dynamicTest("a request can be tried out on the page of a model", () -> tryOut(program)));
            tests.add(dynamicTest("the models are listed with what they did", () -> status(program)));
        });
        return tests;
    }

    private void protocol(Path program) throws Exception {
        Path files = folder.resolve("protocol");
        assertThat(files.toFile().mkdir()).isTrue();
        try (Browser browser = Browser.start(program, files)) {
            browser.open(rest("/v2/docs"));
            browser.await("document.querySelectorAll('.opblock').length >= 18");

            assertThat(browser.evaluate("document.title").asText()).isEqualTo("inferport");
            assertThat(browser.evaluate("document.body.innerText").asText())
                    .contains("/v2/models/{model_name}/infer", "/v2/repository/index", "/v2/health/ready");
            assertOnlyAskedThisServer(browser, runtime.rest());
        }
    }

    private void tryOut(Path program) throws Exception {
        Path files = folder.resolve("try");
        assertThat(files.toFile().mkdir()).isTrue();
        try (Browser browser = Browser.start(program, files)) {
            browser.open(rest("/v2/models/echo/docs"));
            String route = "[...document.querySelectorAll('.opblock')]"
                    + ".find(route => route.innerText.includes('/v2/models/echo/infer'))";
            browser.await(route);
            browser.evaluate(route + ".querySelector('.opblock-summary-control').click()");
            browser.await(route + ".querySelector('.try-out__btn')");
            browser.evaluate(route + ".querySelector('.try-out__btn').click()");
            browser.await(route + ".querySelector('.execute')");
            browser.evaluate(route + ".querySelector('.execute').click()");
            browser.await(route + ".querySelector('.live-responses-table .response-col_status')");

            assertThat(browser.evaluate(route + ".querySelector('.live-responses-table').innerText")
                            .asText())
                    .contains("200")
                    .contains("\"model_name\": \"echo\"");
            assertOnlyAskedThisServer(browser, runtime.rest());
        }
    }

    private void status(Path program) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"datatype\":"
                                + " \"FP32\", \"data\": [1]}]}"));
        assertThat(runtime.send(request, "/v2/models/echo/infer").statusCode()).isEqualTo(200);
        Path files = folder.resolve("status");
        assertThat(files.toFile().mkdir()).isTrue();
        try (Browser browser = Browser.start(program, files)) {
            browser.open("http://127.0.0.1:" + runtime.metrics() + "/status");
            browser.await("document.querySelectorAll('#models tr').length === 1");

            assertThat(browser.evaluate("document.querySelector('#models tr').innerText")
                            .asText())
                    .startsWith("echo")
                    .contains("READY", " ms");
            assertThat(browser.evaluate("document.querySelector('#summary').innerText")
                            .asText())
                    .contains("ready: 1 of 1 models ready");
            assertOnlyAskedThisServer(browser, runtime.metrics());
        }
    }

    private static void assertOnlyAskedThisServer(Browser browser, int port) {
        assertThat(browser.requested())
                .isNotEmpty()
                .allMatch(url -> url.startsWith("http://127.0.0.1:" + port + "/") || url.startsWith("data:"));
        assertThat(browser.complaints())
                .filteredOn(text -> !text.contains("favicon.ico"))
                .isEmpty();
    }

    private String rest(String path) {
        return "http://127.0.0.1:" + runtime.rest() + path;
    }
}
