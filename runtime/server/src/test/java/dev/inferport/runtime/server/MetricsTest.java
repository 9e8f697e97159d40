package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.servicekit.StartException;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.ServerReadyRequest;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_33_0.Metrics.MetricFamily;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {

    private static final String INFER =
            "grpc_method=\"ModelInfer\",grpc_service=\"inference.GRPCInferenceService\",grpc_type=\"UNARY\"}";

    @TempDir
    private Path root;

    private StartedServer server;

    @BeforeEach
    void start() throws Exception {
        TestModels.write(root, "iris", TestModels.Echo.class);
        TestModels.write(root, "wine", "wine", TestModels.Echo.class, "v2");
        TestModels.write(root, "bad", TestModels.Failing.class);
        server = StartedServer.start(root, Map.of());
        await().until(() -> server.grpc()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void requestsAreCountedPerModelAndVersionAsLoaded() {
        infer("iris");
        server.rest("POST", "/v2/models/iris/infer", StartedServer.TENSOR);
        server.rest("POST", "/v2/models/wine/versions/v2/infer", StartedServer.TENSOR);
        infer("wine");
        fails("bad");

        assertThat(server.metrics())
                .contains(
                        "model_infer_request_success_total{model=\"iris\",version=\"\"} 2.0",
                        "model_infer_request_success_total{model=\"wine\",version=\"v2\"} 2.0",
                        "model_infer_request_failure_total{model=\"iris\",version=\"\"} 0.0",
                        "model_infer_request_failure_total{model=\"bad\",version=\"\"} 1.0",
                        "model_infer_request_duration_count{model=\"iris\",version=\"\"} 2",
                        "model_infer_request_duration_count{model=\"bad\",version=\"\"} 1",
                        "inferport_queue_seconds_count 5",
                        "parallel_request_queue_count 5",
                        "inferport_requests_in_flight 0.0")
                .anyMatch(line -> line.startsWith("model_infer_request_duration_sum{model=\"iris\""));
    }

    @Test
    void answersThatAreRepeatedAreCounted() throws Exception {
        server.close();
        Path file = root.resolve("iris/model-settings.json");
        Files.writeString(file, Files.readString(file).replace("}", ", \"cache_enabled\": true}"));
        server = StartedServer.start(root, Map.of("MLSERVER_CACHE_ENABLED", "true"));
        await().until(() -> server.rest("GET", "/v2/health/ready", "").statusCode() == 200);

        for (int i = 0; i < 3; i++) {
            infer("iris");
        }

        assertThat(server.metrics())
                .contains(
                        "inferport_cache_hits_total{model=\"iris\",version=\"\"} 2.0",
                        "model_infer_request_success_total{model=\"iris\",version=\"\"} 3.0");
    }

    @Test
    void namesOfNoModelAddNoSeries() {
        infer("iris");
        fails("nope-0");
        server.rest("POST", "/v2/models/nope-0/infer", StartedServer.TENSOR);
        server.rest("POST", "/v2/models/iris/versions/v9/infer", StartedServer.TENSOR);
        server.rest("GET", "/nope-0", "");
        server.rest("BREW", "/v2/models/nope-0/infer", "");
        int before = server.metrics().size();

        for (int i = 1; i < 20; i++) {
            fails("nope-" + i);
            server.rest("POST", "/v2/models/nope-" + i + "/infer", StartedServer.TENSOR);
            server.rest("POST", "/v2/models/iris/versions/v9" + i + "/infer", StartedServer.TENSOR);
            server.rest("GET", "/nope-" + i, "");
            server.rest("BREW" + i, "/v2/models/nope-" + i + "/infer", "");
            callsNoMethod("nope.Service/Method" + i);
        }

        assertThat(server.metrics()).hasSize(before).noneMatch(line -> line.contains("nope"));
    }

    @Test
    void aCallThatFailsIsHandledToo() {
        infer("iris");
        fails("nope");
        fails("bad");

        assertThat(server.metrics())
                .contains(
                        "grpc_server_started_total{" + INFER + " 3.0",
                        "grpc_server_handled_total{grpc_code=\"OK\"," + INFER + " 1.0",
                        "grpc_server_handled_total{grpc_code=\"NOT_FOUND\"," + INFER + " 1.0",
                        "grpc_server_handled_total{grpc_code=\"INTERNAL\"," + INFER + " 1.0",
                        "grpc_server_handling_seconds_count{" + INFER + " 3");
    }

    @Test
    void aCallThatItsClientCancelsIsHandledToo() throws Exception {
        TestModels.write(root, "gated", TestModels.Gated.class);
        try (var gate = TestModels.gate(root, "gated")) {
            load("gated");
            var call =
                    GRPCInferenceServiceGrpc.newFutureStub(server.channel()).modelInfer(StartedServer.request("gated"));
            try (var arrived = gate.accept()) {
                assertThat(server.metrics()).contains("inferport_requests_in_flight 1.0");
                call.cancel(true);
                await().untilAsserted(() -> assertThat(server.metrics())
                        .contains("grpc_server_handled_total{grpc_code=\"CANCELLED\"," + INFER + " 1.0"));
                arrived.getOutputStream().write(1);
            }
            await().untilAsserted(() -> assertThat(server.metrics())
                    .contains("inferport_requests_in_flight 0.0")
                    .doesNotContain("grpc_server_handled_total{grpc_code=\"OK\"," + INFER + " 1.0"));
        }
    }

    @Test
    void theMessagesOfStreamsAreCounted() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        var requests = GRPCInferenceServiceGrpc.newStub(server.channel()).modelStreamInfer(new StreamObserver<>() {
            @Override
            public void onNext(ModelInferResponse response) {}

            @Override
            public void onError(Throwable failure) {
                ended.countDown();
            }

            @Override
            public void onCompleted() {
                ended.countDown();
            }
        });
        requests.onNext(StartedServer.request("iris"));
        requests.onNext(StartedServer.request("iris"));
        requests.onCompleted();
        ended.await();

        String stream = "grpc_method=\"ModelStreamInfer\",grpc_service=\"inference.GRPCInferenceService\","
                + "grpc_type=\"BIDI_STREAMING\"}";
        assertThat(server.metrics())
                .contains(
                        "grpc_server_msg_received_total{" + stream + " 2.0",
                        "grpc_server_msg_sent_total{" + stream + " 2.0",
                        "grpc_server_handled_total{grpc_code=\"OK\"," + stream + " 1.0",
                        "model_infer_request_success_total{model=\"iris\",version=\"\"} 1.0")
                .noneMatch(line -> line.startsWith("grpc_server_msg_") && line.contains("UNARY"));
    }

    @Test
    void restRequestsAreCountedByRouteAndProbesAreNot() {
        server.rest("POST", "/v2/models/iris/infer", StartedServer.TENSOR);
        server.rest("POST", "/v2/models/nope/infer", StartedServer.TENSOR);
        server.rest("GET", "/v2/models/wine/versions/v2", "");
        server.rest("GET", "/v2/health/ready", "");
        server.rest("GET", "/favicon.ico", "");

        String infer = "app_name=\"mlserver\",method=\"POST\",path=\"/v2/models/{model_name}/infer\",status_code=";
        assertThat(server.metrics())
                .contains(
                        "rest_server_requests_total{" + infer + "\"200\"} 1.0",
                        "rest_server_requests_total{" + infer + "\"404\"} 1.0",
                        "rest_server_request_duration_seconds_count{" + infer + "\"200\"} 1",
                        "rest_server_requests_in_progress{app_name=\"mlserver\",method=\"POST\"} 0.0",
                        "rest_server_requests_total{app_name=\"mlserver\",method=\"GET\","
                                + "path=\"/v2/models/{model_name}/versions/{model_version}\",status_code=\"200\"} 1.0")
                .noneMatch(line -> line.contains("health") || line.contains("favicon"));
    }

    @Test
    void aModelHasItsSeriesFromItsLoadToItsUnload() {
        String bytes = "inferport_model_bytes{model=\"iris\",version=\"\"} 4096.0";
        assertThat(server.metrics()).contains(bytes, "inferport_model_load_seconds_count{outcome=\"success\"} 3");

        infer("iris");
        load("iris");
        infer("iris");
        assertThat(server.metrics())
                .contains(bytes, "model_infer_request_success_total{model=\"iris\",version=\"\"} 2.0");
        assertThatThrownBy(() -> load("nope")).isInstanceOf(StatusRuntimeException.class);

        var unused = server.grpc()
                .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName("iris")
                        .build());
        await().untilAsserted(() -> assertThat(server.metrics()).noneMatch(line -> line.contains("iris")));
        assertThat(server.metrics())
                .contains(
                        "inferport_model_load_seconds_count{outcome=\"success\"} 4",
                        "inferport_model_load_seconds_count{outcome=\"failure\"} 1");
    }

    @Test
    void processAndJvmShowThemselves() {
        List<String> page = server.metrics();
        for (String name : List.of(
                "process_cpu_seconds_total",
                "process_resident_memory_bytes",
                "process_open_fds",
                "process_start_time_seconds",
                "jvm_memory_used_bytes",
                "jvm_gc_collection_seconds_count",
                "jvm_threads_current")) {
            assertThat(page).as(name).anyMatch(line -> line.startsWith(name));
        }
    }

    @Test
    void aScraperGetsTheFormatThatItAsksFor() {
        assertThat(server.metricsPage("").headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        var open = server.metricsPage("application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(open.body()).endsWith("# EOF\n");

        var other = server.metricsPage("application/vnd.google.protobuf;encoding=delimited;q=0.6,text/plain;q=0.4");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));

        int port = server.ports().metrics().orElseThrow();
        HttpRequest.Builder post = HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody());
        assertThat(server.send(port, post, "/metrics").statusCode()).isEqualTo(405);
        assertThat(server.send(port, HttpRequest.newBuilder(), "/ready").statusCode())
                .isEqualTo(200);
        HttpRequest.Builder elsewhere = HttpRequest.newBuilder();
        assertThat(server.send(port, elsewhere, "/nope").statusCode()).isEqualTo(404);
    }

    /** Only this format carries them; the header is that of Prometheus with native histograms on. */
    @Test
    void histogramsAreNativeForAScraperOfProtobuf() throws Exception {
        infer("iris");
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.ports().metrics().orElseThrow() + "/metrics"))
                .header(
                        "Accept",
                        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                                + "text/plain;version=0.0.4;q=0.5")
                .build();

        byte[] body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body();

        Set<String> natives = new HashSet<>();
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = MetricFamily.parseDelimitedFrom(in)) {
            if (family.getMetricList().stream()
                    .anyMatch(metric -> metric.getHistogram().getPositiveSpanCount() > 0)) {
                natives.add(family.getName());
            }
        }
        assertThat(natives)
                .contains("grpc_server_handling_seconds", "inferport_queue_seconds", "inferport_model_load_seconds");
    }

    @Test
    void metricsCanBeOff() throws Exception {
        try (StartedServer silent = StartedServer.start(root, Map.of("MLSERVER_METRICS_ENDPOINT", ""))) {
            assertThat(silent.ports().metrics()).isEmpty();
            assertThat(silent.rest("GET", "/v2", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pathAndPrefixAreSettings() throws Exception {
        Map<String, String> variables =
                Map.of("MLSERVER_METRICS_ENDPOINT", "/prometheus", "MLSERVER_METRICS_REST_SERVER_PREFIX", "front");
        try (StartedServer other = StartedServer.start(root, variables)) {
            other.rest("GET", "/v2", "");
            int port = other.ports().metrics().orElseThrow();
            assertThat(other.send(port, HttpRequest.newBuilder(), "/prometheus").body())
                    .contains("front_requests_total{");
        }
    }

    @Test
    void aTakenMetricsPortIsAnErrorOfTheStart() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> StartedServer.start(root, Map.of("MLSERVER_METRICS_PORT", port))
                            .close())
                    .isInstanceOf(StartException.class)
                    .hasMessage("could not start metrics: port " + port
                            + " is in use on 127.0.0.1: end the process that listens there, or configure another port");
        }
    }

    private void infer(String model) {
        var unused = server.grpc().modelInfer(StartedServer.request(model));
    }

    private void callsNoMethod(String name) {
        var method = GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder()
                .setFullMethodName(name)
                .build();
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                        server.channel(), method, CallOptions.DEFAULT, StartedServer.request("iris")))
                .hasMessageContaining("UNIMPLEMENTED");
    }

    private void fails(String model) {
        assertThatThrownBy(() -> infer(model)).isInstanceOf(StatusRuntimeException.class);
    }

    private void load(String model) {
        var unused = server.grpc()
                .repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                        .setModelName(model)
                        .build());
    }
}
