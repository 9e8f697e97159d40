package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.wire.inference.ServerReadyRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String INFER = "/inference.GRPCInferenceService/ModelInfer";
    private static final String REST_INFER = "POST /v2/models/{model_name}/infer";

    @TempDir
    private Path root;

    private Collector collector;
    private StartedServer server;

    @BeforeEach
    void start() throws Exception {
        TestModels.write(root, "iris", TestModels.Echo.class);
        TestModels.write(root, "bad", TestModels.Failing.class);
        collector = new Collector();
        server = StartedServer.start(root, Map.of("MLSERVER_TRACING_SERVER", collector.address()));
        await().until(() -> server.grpc()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
    }

    @AfterEach
    void stop() {
        server.close();
        collector.close();
    }

    @Test
    void aGrpcCallIsPartOfItsCallersTraceAndTheModelsWorkIsPartOfIt() {
        infer("iris", "01");

        stopServer();
        Collector.SentSpan call = span(INFER);
        assertThat(call.traceId()).isEqualTo(TRACE);
        assertThat(call.parentId()).isEqualTo(CALLER);
        for (String name : List.of("queue", "predict")) {
            assertThat(span(name).traceId()).isEqualTo(TRACE);
            assertThat(span(name).parentId()).isEqualTo(call.id());
        }
    }

    @Test
    void aRestRequestIsNamedByItsRoute() {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                .POST(HttpRequest.BodyPublishers.ofString(StartedServer.TENSOR));
        assertThat(server.send(server.ports().rest(), request, "/v2/models/iris/infer")
                        .statusCode())
                .isEqualTo(200);

        stopServer();
        Collector.SentSpan call = span(REST_INFER);
        assertThat(call.traceId()).isEqualTo(TRACE);
        assertThat(call.parentId()).isEqualTo(CALLER);
        assertThat(span("predict").parentId()).isEqualTo(call.id());
    }

    @Test
    void aRequestWithoutAParentBeginsATrace() {
        server.rest("POST", "/v2/models/iris/infer", StartedServer.TENSOR);

        stopServer();
        assertThat(span(REST_INFER).parentId()).isEmpty();
        assertThat(span("predict").traceId()).isEqualTo(span(REST_INFER).traceId());
    }

    @Test
    void probesHaveNoSpansNorHaveCallsWhoseCallersDecidedSo() {
        server.rest("GET", "/v2/health/ready", "");
        infer("iris", "00");
        infer("bad", "01");

        stopServer();
        assertThat(collector.spans())
                .extracting(Collector.SentSpan::name)
                .containsExactlyInAnyOrder(INFER, "queue", "predict");
    }

    /** What is left to send leaves at the stop. */
    private void stopServer() {
        server.close();
    }

    private void infer(String model, String flags) {
        Metadata headers = new Metadata();
        headers.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
                "00-" + TRACE + "-" + CALLER + "-" + flags);
        try {
            var unused = server.grpc()
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .modelInfer(StartedServer.request(model));
        } catch (StatusRuntimeException e) {
            assertThat(model).isEqualTo("bad");
        }
    }

    private Collector.SentSpan span(String name) {
        return collector.spans().stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + collector.spans()));
    }
}
