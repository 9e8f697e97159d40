package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthTest {

    private static final String SERVICE = "inference.GRPCInferenceService";

    @TempDir
    private Path root;

    private StartedServer server;

    @BeforeEach
    void start() throws Exception {
        server = StartedServer.start(root, Map.of());
        await().until(() -> check("") == ServingStatus.SERVING);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theServerAndItsServiceServeOnceTheModelsAreThere() {
        assertThat(check(SERVICE)).isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(() -> check("nope.Service")).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void nothingServesUntilTheModelsAreThereAndAWatcherSeesItBegin() throws Exception {
        server.close();
        TestModels.write(root, "slow", TestModels.SlowToLoad.class);
        try (var gate = TestModels.gate(root, "slow")) {
            server = StartedServer.start(root, Map.of());
            try (var loading = gate.accept()) {
                Recorder<HealthCheckResponse> watch = watch("");
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(check(SERVICE)).isEqualTo(ServingStatus.NOT_SERVING);
                assertThat(adminReady()).isEqualTo(503);
                assertThat(server.rest("GET", "/v2/health/ready", "").statusCode())
                        .isEqualTo(503);

                loading.getOutputStream().write(1);
                assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
            }
            assertThat(check(SERVICE)).isEqualTo(ServingStatus.SERVING);
            assertThat(adminReady()).isEqualTo(200);
        }
    }

    @Test
    void aLoadThatLastsOrFailsTakesNothingElseOutOfService() throws Exception {
        TestModels.write(root, "echo", TestModels.Echo.class);
        TestModels.write(root, "slow", TestModels.SlowToLoad.class);
        Files.writeString(Files.createDirectories(root.resolve("broken")).resolve("model-settings.json"), "{");
        assertThat(server.rest("POST", "/v2/repository/models/echo/load", "").statusCode())
                .isEqualTo(200);
        try (var gate = TestModels.gate(root, "slow")) {
            var load = CompletableFuture.supplyAsync(() ->
                    server.rest("POST", "/v2/repository/models/slow/load", "").statusCode());
            try (var loading = gate.accept()) {
                assertThat(server.rest("POST", "/v2/repository/models/broken/load", "")
                                .statusCode())
                        .isEqualTo(422);

                assertThat(check("")).isEqualTo(ServingStatus.SERVING);
                assertThat(server.rest("GET", "/v2/health/ready", "").statusCode())
                        .isEqualTo(200);
                assertThat(server.rest("GET", "/v2/health/live", "").statusCode())
                        .isEqualTo(200);
                assertThat(server.rest("POST", "/v2/models/echo/infer", StartedServer.TENSOR)
                                .statusCode())
                        .isEqualTo(200);
                HttpResponse<String> notYet = server.rest("POST", "/v2/models/slow/infer", StartedServer.TENSOR);
                assertThat(notYet.statusCode()).isEqualTo(503);
                assertThat(notYet.headers().firstValue("retry-after")).isPresent();
                assertThat(server.rest("GET", "/v2/models/slow/ready", "").statusCode())
                        .isEqualTo(503);
                loading.getOutputStream().write(1);
            }
            assertThat(load.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
        assertThat(server.rest("GET", "/v2/models/slow/ready", "").statusCode()).isEqualTo(200);
    }

    @Test
    void aWatchSeesTheStopAndDoesNotHoldItUp() {
        Recorder<HealthCheckResponse> known = watch(SERVICE);
        Recorder<HealthCheckResponse> unknown = watch("nope.Service");
        await().until(() -> known.seen.size() == 1 && unknown.seen.size() == 1);

        long begin = System.nanoTime();
        server.lifecycle().stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        await().until(() -> known.ends.size() == 1 && unknown.ends.size() == 1);
        assertThat(known.seen)
                .extracting(HealthCheckResponse::getStatus)
                .containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
        assertThat(unknown.seen).extracting(HealthCheckResponse::getStatus).containsOnly(ServingStatus.SERVICE_UNKNOWN);
        assertThat(known.ends).containsExactly("completed");
    }

    @Test
    void reflectionListsTheServices() throws InterruptedException {
        Recorder<ServerReflectionResponse> responses = new Recorder<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(server.channel()).serverReflectionInfo(responses);
        requests.onNext(
                ServerReflectionRequest.newBuilder().setListServices("*").build());
        assertThat(responses.next().getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(SERVICE, "grpc.health.v1.Health");

        requests.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(SERVICE + ".ModelInfer")
                .build());
        assertThat(responses.next().getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isPositive();
        requests.onCompleted();
        await().until(() -> responses.ends.size() == 1);
    }

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(server.channel())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private int adminReady() {
        return server.send(server.ports().metrics().orElseThrow(), HttpRequest.newBuilder(), "/ready")
                .statusCode();
    }

    private Recorder<HealthCheckResponse> watch(String service) {
        Recorder<HealthCheckResponse> recorder = new Recorder<>();
        HealthGrpc.newStub(server.channel())
                .watch(HealthCheckRequest.newBuilder().setService(service).build(), recorder);
        return recorder;
    }

    private static final class Recorder<T> implements StreamObserver<T> {

        final List<T> seen = new CopyOnWriteArrayList<>();
        final List<String> ends = new CopyOnWriteArrayList<>();
        private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>();

        T next() throws InterruptedException {
            T message = waiting.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message; ends: " + ends);
            }
            return message;
        }

        @Override
        public void onNext(T message) {
            seen.add(message);
            waiting.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.toString());
        }

        @Override
        public void onCompleted() {
            ends.add("completed");
        }
    }
}
