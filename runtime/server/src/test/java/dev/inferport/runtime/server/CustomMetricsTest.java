package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.InferenceRequest;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.ServerReadyRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CustomMetricsTest {

    private static final String LABELS = "{model_name=\"counting\",model_version=\"\"}";

    @TempDir
    private Path root;

    private StartedServer server;

    @BeforeEach
    void start() throws Exception {
        TestModels.write(root, "counting", Counting.class);
        TestModels.write(root, "clashing", Clashing.class);
        server = StartedServer.start(root, Map.of());
        await().until(() -> server.grpc()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Counts, sets and observes with each request. */
    public static final class Counting extends MLModel {

        private final CustomMetrics metrics;

        public Counting(ModelSettings settings, CustomMetrics metrics) {
            super(settings);
            this.metrics = metrics;
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            metrics.count("tokens", 3);
            metrics.set("temperature", 36.6);
            metrics.observe("words", 4);
            return InferenceResponse.of(
                    new ResponseOutput("x", request.singleInput().tensor()));
        }
    }

    /** Wants names that others have. */
    public static final class Clashing extends MLModel {

        private final CustomMetrics metrics;

        public Clashing(ModelSettings settings, CustomMetrics metrics) {
            super(settings);
            this.metrics = metrics;
        }

        @Override
        public InferenceResponse predict(InferenceRequest request) {
            metrics.set(request.parameters().string("name").orElseThrow(), 1);
            return InferenceResponse.of(
                    new ResponseOutput("x", request.singleInput().tensor()));
        }
    }

    @Test
    void whatAModelMeasuresIsOnTheMetricsPage() {
        server.grpc().modelInfer(StartedServer.request("counting"));
        server.grpc().modelInfer(StartedServer.request("counting"));

        assertThat(server.metrics())
                .contains(
                        "tokens_total" + LABELS + " 6.0",
                        "temperature" + LABELS + " 36.6",
                        "words_count" + LABELS + " 2",
                        "words_sum" + LABELS + " 8.0");
    }

    @Test
    void theSeriesStayOverAReloadAndEndWithTheModel() {
        server.grpc().modelInfer(StartedServer.request("counting"));

        server.grpc()
                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName("counting")
                        .build());
        assertThat(server.metrics()).contains("tokens_total" + LABELS + " 3.0");

        server.grpc()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName("counting")
                        .build());
        assertThat(server.metrics()).noneMatch(line -> line.contains("model_name=\"counting\""));
    }

    @Test
    void aNameThatIsTakenIsRefusedWithASentence() {
        server.grpc().modelInfer(StartedServer.request("counting"));

        assertThat(set("inferport_queue_seconds"))
                .contains("metric 'inferport_queue_seconds' is one of the server's own; use another name");
        assertThat(set("tokens")).contains("metric 'tokens' is a Counter already, and can't be a Gauge too");
        assertThat(set("not a name")).contains("metric 'not a name' (expected: letters, digits and _");
        assertThat(set("mine")).contains("\"outputs\"");
    }

    private String set(String name) {
        String request = "{\"parameters\": {\"name\": \"" + name + "\"}, " + StartedServer.TENSOR.substring(1);
        return server.rest("POST", "/v2/models/clashing/infer", request).body();
    }
}
