package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.SignedIdentity;
import dev.inferport.servicekit.StartException;
import dev.inferport.servicekit.Tls;
import dev.inferport.servicekit.TlsFiles;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of an adapter: metrics, probes, log level, health, reflection, TLS, Unix sockets. */
final class OperationTest {

    private final Path root;
    private final int adminPort;
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable AdapterFixture adapter;

    OperationTest(@TempDir Path root) throws Exception {
        this.root = root;
        this.adminPort = AdapterFixture.freePort();
    }

    @AfterEach
    void stop() throws Exception {
        if (adapter != null) {
            adapter.close();
        }
    }

    @Test
    void metricsCountWhatHappens() throws Exception {
        var running = start(Map.of("LIMIT_PER_MODEL_CONCURRENCY", "4"));
        running.runtime.measured.put("a", 5000L);
        running.mesh().loadModel(running.onDisk("a", 1000));
        running.mesh().loadModel(running.onDisk("b", 100));
        running.runtime.fail("load c", io.grpc.Status.INTERNAL);
        assertThatThrownBy(() -> running.mesh().loadModel(running.onDisk("c", 10)))
                .isInstanceOf(StatusRuntimeException.class);
        unload("b");
        infer("a");
        assertThatThrownBy(() -> infer("nobody")).isInstanceOf(StatusRuntimeException.class);

        await().untilAsserted(() -> assertThat(get("/metrics").body())
                .contains(
                        "inferport_adapter_loads_total{outcome=\"OK\"} 2.0",
                        "inferport_adapter_loads_total{outcome=\"INTERNAL\"} 1.0",
                        "inferport_adapter_unloads_total{outcome=\"OK\"} 1.0",
                        "inferport_adapter_pulled_bytes_total 1110.0",
                        "inferport_adapter_model_bytes{kind=\"reported\",model=\"a\"} 5000.0",
                        "inferport_adapter_model_bytes{kind=\"estimated\",model=\"a\"} 1250.0",
                        "inferport_adapter_model_bytes{kind=\"measured\",model=\"a\"} 5000.0",
                        "inferport_adapter_size_estimate_ratio_bucket{le=\"0.25\"} 1",
                        "inferport_adapter_models_loaded 1.0",
                        "inferport_adapter_loads_running 0.0",
                        "inferport_adapter_load_phase_seconds_count{phase=\"runtime\"} 3",
                        "inferport_adapter_load_phase_seconds_count{phase=\"size\"} 2",
                        "inferport_adapter_capacity_bytes 9.0E8",
                        "inferport_adapter_runtime_up 1.0",
                        "inferport_adapter_proxy_calls_total"
                                + "{code=\"OK\",method=\"inference.GRPCInferenceService/ModelInfer\"} 1.0",
                        "inferport_adapter_proxy_calls_total"
                                + "{code=\"NOT_FOUND\",method=\"inference.GRPCInferenceService/ModelInfer\"} 1.0",
                        "inferport_adapter_proxy_calls_in_flight 0.0",
                        "process_resident_memory_bytes")
                .doesNotContain("model=\"b\"", "model=\"c\"", "nobody"));
    }

    @Test
    void metricsCountPulls() throws Exception {
        var store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            try (exchange) {
                var isThere = exchange.getRequestURI().getPath().equals("/m.bst");
                exchange.getResponseHeaders().set("ETag", "\"1\"");
                exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? 5 : -1);
                exchange.getResponseBody().write(new byte[isThere ? 5 : 0]);
            }
        });
        store.start();
        var running = start(Map.of("USE_EMBEDDED_PULLER", "true"));
        var url = "http://127.0.0.1:" + store.getAddress().getPort();
        running.mesh().loadModel(pulled("a", "m.bst", "https", url));
        running.mesh().loadModel(pulled("b", "m.bst", "https", url));
        for (var wrong : Map.of("nothing", "http", "m.bst", "whatever").entrySet()) {
            assertThatThrownBy(() -> running.mesh().loadModel(pulled("c", wrong.getKey(), wrong.getValue(), url)))
                    .isInstanceOf(StatusRuntimeException.class);
        }
        store.stop(0);

        assertThat(get("/metrics").body())
                .contains(
                        "inferport_adapter_pull_received_bytes_total{type=\"http\"} 5.0",
                        "inferport_adapter_pull_objects_total{origin=\"read\",type=\"http\"} 1.0",
                        "inferport_adapter_pull_objects_total{origin=\"reused\",type=\"http\"} 1.0",
                        "inferport_adapter_pull_seconds_count{outcome=\"OK\",type=\"http\"} 2",
                        "inferport_adapter_pull_seconds_count{outcome=\"NOT_FOUND\",type=\"http\"} 1",
                        "inferport_adapter_pull_seconds_count{outcome=\"INVALID_ARGUMENT\",type=\"unknown\"} 1",
                        "inferport_adapter_pulls_in_flight{type=\"http\"} 0.0")
                .doesNotContain("whatever");
    }

    private static LoadModelRequest pulled(String id, String path, String type, String url) {
        return LoadModelRequest.newBuilder()
                .setModelId(id)
                .setModelType("xgboost")
                .setModelPath(path)
                .setModelKey("{\"storage_params\": {\"type\": \"" + type + "\", \"url\": \"" + url + "\"}}")
                .build();
    }

    @Test
    void aRestartOfTheRuntimeIsCounted() throws Exception {
        var running = start(Map.of());
        await().untilAsserted(() -> assertThat(get("/metrics").body()).contains("inferport_adapter_runtime_up 1.0"));

        running.runtime.die();

        await().untilAsserted(() -> assertThat(get("/metrics").body())
                .contains("inferport_adapter_runtime_losses_total 1.0", "inferport_adapter_runtime_up 0.0"));
        assertThat(get("/ready").body()).isEqualTo("the runtime does not answer\n");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void readyOnceTheMeshHasBeenAnswered() throws Exception {
        var running = start(Map.of());
        await().until(() -> get("/ready").body().startsWith("waiting for the mesh"));

        assertThat(running.mesh()
                        .runtimeStatus(RuntimeStatusRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(Status.READY);

        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/loglevel").body()).contains("root=");
    }

    @Test
    void healthFollowsTheProcess() throws Exception {
        var running = start(Map.of());
        var seen = new CopyOnWriteArrayList<ServingStatus>();
        var ended = new CompletableFuture<Void>();
        HealthGrpc.newStub(running.channel)
                .watch(
                        HealthCheckRequest.newBuilder()
                                .setService("mmesh.ModelRuntime")
                                .build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(HealthCheckResponse health) {
                                seen.add(health.getStatus());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                ended.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                ended.complete(null);
                            }
                        });
        await().until(() -> seen.contains(ServingStatus.SERVING));

        running.life.stop();

        ended.get(10, TimeUnit.SECONDS);
        assertThat(seen).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    }

    @Test
    void reflectionListsTheServices() throws Exception {
        var running = start(Map.of());
        var answer = new CompletableFuture<ServerReflectionResponse>();
        var requests = ServerReflectionGrpc.newStub(running.channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());

        var services =
                answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList();
        requests.onCompleted();

        assertThat(services.stream().map(service -> service.getName()))
                .contains("mmesh.ModelRuntime", "grpc.health.v1.Health");
    }

    @Test
    void aUnixSocketHasTheModeThatIsWanted() throws Exception {
        var socket = root.resolve("a.sock");
        var running = start(Map.of("ADAPTER_ENDPOINT", "unix:" + socket, "ADAPTER_SOCKET_MODE", "660"));

        assertThat(running.mesh().loadModel(running.onDisk("a", 8)).getSizeInBytes())
                .isEqualTo(10);
        assertThat(Files.getPosixFilePermissions(socket)).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }

    @Test
    void theMeshMayBeAskedForACertificate() throws Exception {
        var identity = SignedIdentity.create(root, "mesh", "EC");
        var files = identity.serveFrom(root, "adapter");
        var certificate = files.certificate().orElseThrow();
        var key = files.key().orElseThrow();
        var running = start(Map.of(
                "ADAPTER_TLS_CERT_FILE", certificate.toString(),
                "ADAPTER_TLS_KEY_FILE", key.toString(),
                "ADAPTER_TLS_CLIENT_CA_FILE", certificate.toString()));
        var loops = EventLoops.create("mesh", 1);
        var known = GrpcChannels.builder(running.listen, loops)
                .tls(Tls.open(TlsFiles.client(certificate).withIdentity(certificate, key)))
                .build();

        var status = ModelRuntimeGrpc.newBlockingStub(known)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .runtimeStatus(RuntimeStatusRequest.getDefaultInstance());

        assertThat(status.getStatus()).isEqualTo(Status.READY);
        known.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        loops.close();
        assertThatExceptionOfType(StatusRuntimeException.class).as("plain text").isThrownBy(() -> running.mesh()
                .runtimeStatus(RuntimeStatusRequest.getDefaultInstance()));
    }

    @Test
    void theRuntimeMayAskForACertificateToo() throws Exception {
        var runtimeIdentity = SignedIdentity.create(root, "runtime", "EC");
        var adapterIdentity = SignedIdentity.create(root, "adapter", "EC");
        var runtimeFiles = runtimeIdentity.serveFrom(root, "runtime");
        var adapterFiles = adapterIdentity.serveFrom(root, "adapter");
        var loops = EventLoops.create("runtime", 1);
        var mutual = TlsFiles.mutualServer(
                runtimeFiles.certificate().orElseThrow(),
                runtimeFiles.key().orElseThrow(),
                adapterFiles.certificate().orElseThrow());
        try (var runtime = GrpcServers.builder(Endpoint.parse("port:0"), loops)
                .tls(Tls.open(mutual))
                .configure(netty -> netty.addService(new IdleRuntime()))
                .start()) {
            var running = start(Map.of(
                    "RUNTIME_PORT", String.valueOf(runtime.port()),
                    "RUNTIME_TLS_CA_FILE",
                            runtimeFiles.certificate().orElseThrow().toString(),
                    "RUNTIME_TLS_CERT_FILE",
                            adapterFiles.certificate().orElseThrow().toString(),
                    "RUNTIME_TLS_KEY_FILE", adapterFiles.key().orElseThrow().toString()));

            assertThat(running.mesh().loadModel(running.onDisk("a", 8)).getSizeInBytes())
                    .isEqualTo(10);
            var answer = GRPCInferenceServiceGrpc.newBlockingStub(running.channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .modelInfer(ModelInferRequest.getDefaultInstance());
            assertThat(answer).isEqualTo(ModelInferResponse.getDefaultInstance());
        }
        loops.close();
    }

    @Test
    void certificatesThatCannotBeUsedEndTheStartWithASentence() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() ->
                        start(Map.of("ADAPTER_TLS_CERT_FILE", "/no/such.crt", "ADAPTER_TLS_KEY_FILE", "/no/such.key")))
                .havingCause()
                .isInstanceOf(ConfigurationException.class)
                .withMessageContaining("TLS file /no/such.crt: it can't be read");
    }

    private AdapterFixture start(Map<String, String> more) throws Exception {
        var variables = new HashMap<>(Map.of("ADAPTER_ADMIN_PORT", String.valueOf(adminPort)));
        variables.putAll(more);
        var started = new AdapterFixture(root, variables);
        adapter = started;
        return started;
    }

    private void infer(String model) {
        var answer = GRPCInferenceServiceGrpc.newBlockingStub(Objects.requireNonNull(adapter).channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .modelInfer(ModelInferRequest.newBuilder().setModelName(model).build());
        assertThat(answer.getModelName()).isEqualTo(model);
    }

    private void unload(String id) {
        var answer = Objects.requireNonNull(adapter)
                .mesh()
                .unloadModel(UnloadModelRequest.newBuilder().setModelId(id).build());
        assertThat(answer).isNotNull();
    }

    private HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
