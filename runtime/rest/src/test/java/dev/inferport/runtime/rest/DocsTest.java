package dev.inferport.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsTest {

    private static final Pattern LINK = Pattern.compile("(?:href|src|data-document)=\"([^\"]*)\"");

    private RestFixture fixture;

    @BeforeAll
    void start(@TempDir Path root) throws IOException {
        fixture = RestFixture.start(root)
                .withModel(
                        "iris",
                        TestModels.Echo.class,
                        ", \"inputs\": [{\"name\": \"rows\", \"datatype\": \"FP32\", \"shape\": [-1, 2]}],"
                                + " \"parameters\": {\"version\": \"v1\"}")
                .withModel("a/b <c>", TestModels.Echo.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/docs",
                "/v2/docs/",
                "/v2/models/iris/docs",
                "/v2/models/iris/docs/",
                "/v2/models/iris/versions/v1/docs",
                "/v2/models/a%2Fb%20%3Cc%3E/docs"
            })
    void everythingThatAPageNeedsComesFromThisServer(String path) {
        HttpResponse<String> page = fixture.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'");
        List<String> links = links(page.body());
        assertThat(links).hasSize(5);
        for (String link : links) {
            URI target = page.uri().resolve(link);
            assertThat(target.getPort()).isEqualTo(fixture.server.port());
            assertThat(fixture.get(target.getRawPath()).statusCode()).as(link).isEqualTo(200);
        }
    }

    @Test
    void thePagesWorkBehindAProxyThatServesThemUnderAPathOfItsOwn(@TempDir Path root) throws IOException {
        try (RestFixture proxied = RestFixture.start(root, builder -> builder.rootPath("/my/models"))) {
            HttpResponse<String> page = proxied.get("/my/models/v2/docs");

            for (String link : links(page.body())) {
                URI target = page.uri().resolve(link);
                assertThat(target.getPath()).startsWith("/my/models/v2/docs");
                assertThat(proxied.get(target.getRawPath()).statusCode())
                        .as(link)
                        .isEqualTo(200);
            }
            HttpResponse<String> document = proxied.get("/my/models/v2/docs/dataplane.json");
            String server = RestFixture.json(document).at("/servers/0/url").asText();
            assertThat(document.uri().resolve(server + "/v2").normalize().getPath())
                    .isEqualTo("/my/models/v2");
        }
    }

    @Test
    void scriptsAndStylesHaveTheirTypes() {
        assertThat(contentType("/v2/docs/swagger-ui-bundle.js")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(contentType("/v2/docs/start.js")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(contentType("/v2/docs/swagger-ui.css")).isEqualTo("text/css; charset=utf-8");
        assertThat(contentType("/v2/docs/favicon-32x32.png")).isEqualTo("image/png");
        assertThat(fixture.get("/v2/docs/docs.html").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/v2/docs/..%2Fdataplane.json").statusCode()).isEqualTo(404);
    }

    @Test
    void theDocumentHasEachRouteOfTheServer() {
        JsonNode paths = document("/v2/docs/dataplane.json").path("paths");
        Set<String> routes = Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(operation.template(false), operation.template(true)))
                .filter(path -> !path.contains("/docs"))
                .collect(Collectors.toCollection(TreeSet::new));
        routes.removeIf(path -> path.startsWith("/v2/repository/models/{model_name}/versions"));

        assertThat(names(paths)).containsAll(routes);
        assertThat(document("/openapi.json").path("paths")).isEqualTo(paths);
    }

    @Test
    void theDocumentOfAModelHasItsRoutesAndNoOthers() {
        JsonNode document = document("/v2/models/iris/docs/dataplane.json");

        assertThat(document.at("/info/title").asText()).isEqualTo("iris");
        assertThat(names(document.path("paths")))
                .contains("/v2/models/iris/infer", "/v2/models/iris/versions/{model_version}/infer")
                .allMatch(path -> path.startsWith("/v2/models/iris"));
        assertThat(names(document("/v2/models/iris/versions/v1/docs/dataplane.json")
                        .path("paths")))
                .contains("/v2/models/iris/versions/v1/infer")
                .allMatch(path -> path.startsWith("/v2/models/iris/versions/v1"));
    }

    @Test
    void theExampleIsARequestThatTheModelTakes() {
        JsonNode example =
                document("/v2/models/iris/docs/dataplane.json").at("/components/schemas/inference_request/example");

        assertThat(example.at("/inputs/0/name").asText()).isEqualTo("rows");
        assertThat(fixture.infer("iris", example.toString()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/docs/dataplane.json",
                "/openapi.json",
                "/v2/models/iris/docs/dataplane.json",
                "/v2/models/iris/versions/v1/docs/dataplane.json"
            })
    void theAddressOfTheServerIsRelativeToTheDocument(String path) {
        HttpResponse<String> response = fixture.get(path);

        String server = RestFixture.json(response).at("/servers/0/url").asText();
        assertThat(response.uri().resolve(server + "/v2").normalize().getPath()).isEqualTo("/v2");
    }

    @Test
    void everyReferenceInTheDocumentLeadsSomewhere() {
        JsonNode document = document("/v2/docs/dataplane.json");

        List<String> references = document.findValuesAsText("$ref");
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void anUnknownModelHasNoPage() {
        assertThat(fixture.get("/v2/models/nope/docs").statusCode()).isEqualTo(404);
        assertThat(fixture.get("/v2/models/nope/docs/dataplane.json").body())
                .isEqualTo("{\"error\":\"Model nope not found\"}");
    }

    @Test
    void aNameIsNoMarkup() {
        assertThat(fixture.get("/v2/models/a%2Fb%20%3Cc%3E/docs").body()).contains("<title>a/b &lt;c&gt;</title>");
    }

    private String contentType(String path) {
        HttpResponse<String> response = fixture.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().firstValue("content-type").orElse("");
    }

    private JsonNode document(String path) {
        HttpResponse<String> response = fixture.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return RestFixture.json(response);
    }

    private static List<String> links(String html) {
        List<String> links = new ArrayList<>();
        Matcher matcher = LINK.matcher(html);
        while (matcher.find()) {
            links.add(matcher.group(1));
        }
        return links;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        Iterator<String> fields = object.fieldNames();
        fields.forEachRemaining(names::add);
        return names;
    }
}
