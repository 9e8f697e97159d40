package dev.inferport.runtime.rest;

import static dev.inferport.runtime.rest.RestFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
final class RestObserverTest {

    @TempDir
    Path root;

    @Test
    void eachRequestWithARouteIsSeenByItsTemplate() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        RestObserver observer = new RestObserver() {
            @Override
            public void requestStarted(String method, String path) {
                seen.add("> " + method + " " + path);
            }

            @Override
            public void requestEnded(String method, String path, int status, long nanos) {
                assertThat(nanos).isNotNegative();
                seen.add("< " + method + " " + path + " " + status);
            }
        };
        try (RestFixture rest = RestFixture.start(root, server -> server.observer(observer))) {
            rest.get("/v2/health/live");
            rest.get("/nothing");
            rest.get("/v2/models/a%2Fb/versions/1/ready");
            rest.infer("nope", body("INT64", "[1]", "[7]"));
            rest.infer("nope", "{");
            rest.send(rest.request("/v2/repository/index").method("BREW", BodyPublishers.noBody()));
        }
        assertThat(seen)
                .containsExactly(
                        "> GET /v2/health/live",
                        "< GET /v2/health/live 200",
                        "> GET /v2/models/{model_name}/versions/{model_version}/ready",
                        "< GET /v2/models/{model_name}/versions/{model_version}/ready 404",
                        "> POST /v2/models/{model_name}/infer",
                        "< POST /v2/models/{model_name}/infer 404",
                        "> POST /v2/models/{model_name}/infer",
                        "< POST /v2/models/{model_name}/infer 400",
                        "> BREW /v2/repository/index",
                        "< BREW /v2/repository/index 405");
    }

    @Test
    void anObserverThatThrowsHarmsNobody() throws IOException {
        RestObserver observer = new RestObserver() {
            @Override
            public void requestStarted(String method, String path) {
                throw new IllegalStateException("start");
            }

            @Override
            public void requestEnded(String method, String path, int status, long nanos) {
                throw new NoClassDefFoundError("end");
            }
        };
        try (RestFixture rest = RestFixture.start(root, server -> server.observer(observer))) {
            assertThat(rest.get("/v2").statusCode()).isEqualTo(200);
            assertThat(rest.get("/v2/models/nope").statusCode()).isEqualTo(404);
        }
    }
}
