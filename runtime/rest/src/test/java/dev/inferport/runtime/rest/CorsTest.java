package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {

    private static final CorsPolicy SOME = new CorsPolicy(
            List.of("https://a.example"),
            Optional.of(Pattern.compile("https://.*\\.trusted\\.example")),
            true,
            List.of("GET", "POST"),
            List.of("X-Token"),
            List.of("X-Model"),
            Duration.ofMinutes(10));

    private static final CorsPolicy ALL = new CorsPolicy(
            List.of("*"), Optional.empty(), false, List.of("*"), List.of("*"), List.of(), Duration.ofSeconds(5));

    @TempDir
    Path root;

    @Test
    void withoutAPolicyNoBrowserIsTold() throws IOException {
        try (RestFixture rest = RestFixture.start(root)) {
            assertThat(header(ask(rest, "https://a.example"), "access-control-allow-origin"))
                    .isEmpty();
            assertThat(preflight(rest, "https://a.example", "GET", "").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void anOriginThatIsAllowedMayReadTheResponseAndAnotherMayNot() throws IOException {
        try (RestFixture rest = RestFixture.start(root, builder -> builder.cors(SOME))) {
            HttpResponse<String> allowed = ask(rest, "https://a.example");
            assertThat(header(allowed, "access-control-allow-origin")).contains("https://a.example");
            assertThat(header(allowed, "access-control-allow-credentials")).contains("true");
            assertThat(header(allowed, "access-control-expose-headers")).contains("X-Model");
            assertThat(header(allowed, "vary")).contains("origin");
            assertThat(header(ask(rest, "https://x.trusted.example"), "access-control-allow-origin"))
                    .contains("https://x.trusted.example");

            HttpResponse<String> other = ask(rest, "https://evil.example");
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(header(other, "access-control-allow-origin")).isEmpty();
            assertThat(header(ask(rest, "https://x.trusted.example.evil"), "access-control-allow-origin"))
                    .isEmpty();
        }
    }

    @Test
    void anErrorMayBeReadToo() throws IOException {
        try (RestFixture rest = RestFixture.start(root, builder -> builder.cors(SOME))) {
            HttpResponse<String> missing =
                    rest.send(rest.request("/v2/models/nope").GET().header("Origin", "https://a.example"));
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(header(missing, "access-control-allow-origin")).contains("https://a.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Length: 99', '', 413",
        "'Transfer-Encoding: chunked', '63\r\n', 408",
        "'Transfer-Encoding: chunked', 'zz\r\n', 400",
        "'Expect: miracles', '', 417",
    })
    void aRequestThatIsCutOffMayBeReadToo(String header, String start, int status) throws IOException {
        RestLimits limits = RestLimits.defaults().withMaxBodyBytes(98).withIdleTimeout(Duration.ofMillis(300));
        try (RestFixture rest =
                        RestFixture.start(root, builder -> builder.cors(SOME).limits(limits));
                RawClient raw = rest.connect()) {
            raw.send("POST /v2/models/x/infer HTTP/1.1\r\nOrigin: https://a.example\r\n" + header + "\r\n\r\n" + start);

            assertThat(raw.receive())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("access-control-allow-origin: https://a.example\r\n");
        }
    }

    @Test
    void anAnswerThatTookTooLongMayBeReadToo() throws IOException {
        RestLimits limits = RestLimits.defaults().withRequestTimeout(Duration.ofMillis(200));
        String model = "late-" + root.getFileName();
        try (RestFixture rest = RestFixture.start(
                        root, builder -> builder.cors(SOME).limits(limits))
                .withModel(model, TestModels.Gated.class)) {
            HttpResponse<String> late = rest.send(rest.request("/v2/models/" + model + "/infer")
                    .POST(BodyPublishers.ofString(RestFixture.body("INT64", "[1]", "[1]")))
                    .header("Origin", "https://a.example"));
            TestModels.Gated.gate(model).open.countDown();

            assertThat(late.statusCode()).isEqualTo(504);
            assertThat(header(late, "access-control-allow-origin")).contains("https://a.example");
        }
    }

    @Test
    void aPreflightSaysWhatIsAllowed() throws IOException {
        try (RestFixture rest = RestFixture.start(root, builder -> builder.cors(SOME))) {
            HttpResponse<String> response = preflight(rest, "https://a.example", "POST", "x-token, content-type");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "access-control-allow-methods")).contains("GET, POST");
            assertThat(header(response, "access-control-allow-headers").orElse(""))
                    .contains("X-Token");
            assertThat(header(response, "access-control-max-age")).contains("600");
        }
    }

    @Test
    void aPreflightForMoreIsRefusedWithWhatIsNotAllowed() throws IOException {
        try (RestFixture rest = RestFixture.start(root, builder -> builder.cors(SOME))) {
            HttpResponse<String> response = preflight(rest, "https://evil.example", "PUT", "x-other");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).path("error").asText())
                    .contains("origin 'https://evil.example'", "method 'PUT'", "header 'x-other'");
        }
    }

    @Test
    void aStarAllowsAll() throws IOException {
        try (RestFixture rest = RestFixture.start(root, builder -> builder.cors(ALL))) {
            assertThat(header(ask(rest, "https://any.example"), "access-control-allow-origin"))
                    .contains("*");
            HttpResponse<String> response = preflight(rest, "https://any.example", "POST", "x-anything");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(header(response, "access-control-allow-headers").orElse(""))
                    .contains("x-anything");
        }
    }

    private static HttpResponse<String> ask(RestFixture rest, String origin) {
        return rest.send(rest.request("/v2").GET().header("Origin", origin));
    }

    private static HttpResponse<String> preflight(RestFixture rest, String origin, String method, String headers) {
        return rest.send(rest.request("/v2")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", headers));
    }

    private static Optional<String> header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name);
    }
}
