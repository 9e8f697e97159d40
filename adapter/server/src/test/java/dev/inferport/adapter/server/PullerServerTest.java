package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.LogSetup;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The puller container: between the stubs of a mesh and any runtime, over real ports. */
final class PullerServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LogLevels LEVELS = LogSetup.configure(LogSetup.Format.TEXT, "ERROR");

    private final Path root;
    private final RecordingModelRuntime runtime = new RecordingModelRuntime();
    private final EventLoops loops = EventLoops.create("test", 1);
    private final Lifecycle life = new Lifecycle(Duration.ofSeconds(10));
    private final int adminPort = AdapterFixture.freePort();
    private final ListeningServer server;
    private final ManagedChannel channel;

    PullerServerTest(@TempDir Path folder) throws Exception {
        root = folder.toRealPath();
        var model = Files.createDirectories(root.resolve("pvc_mounts/claim/models/forest"));
        Files.write(model.resolve("model.bst"), new byte[1000]);
        Files.writeString(root.resolve("pvc_mounts/claim/s.json"), "{}");
        var configs = Files.createDirectories(root.resolve("storage-config"));
        Files.writeString(configs.resolve("disk"), "{\"type\": \"pvc\", \"name\": \"claim\"}");
        server = GrpcServers.builder(Endpoint.parse("port:0"), loops)
                .configure(netty -> netty.addService(runtime))
                .start();
        var config = PullerConfig.from(Environment.of(Map.of(
                "PORT", "0",
                "PULLER_ADMIN_PORT", String.valueOf(adminPort),
                "MODEL_SERVER_ENDPOINT", "port:" + server.port(),
                "ROOT_MODEL_DIR", root.resolve("models").toString(),
                "STORAGE_CONFIG_DIR", configs.toString(),
                "PVC_MOUNTS_DIR", root.resolve("pvc_mounts").toString())));
        channel = GrpcChannels.builder(PullerServer.start(config, LEVELS, life), loops)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        life.stop();
        server.close();
        loops.close();
    }

    @Test
    void aLoadArrivesWithFilesOnDiskAndWithoutItsStorage() throws Exception {
        var response = mesh().loadModel(load("a"));

        assertThat(response.getSizeInBytes()).isEqualTo(777);
        assertThat(response.getMaxConcurrency()).isEqualTo(3);
        var request = runtime.loads.get(0);
        assertThat(request.getModelId()).isEqualTo("a");
        assertThat(request.getModelType()).isEqualTo("rt:xgboost");
        assertThat(request.getModelPath())
                .isEqualTo(root.resolve("models/a/forest").toString());
        assertThat(Path.of(request.getModelPath()).resolve("model.bst")).hasSize(1000);
        assertThat(JSON.readTree(request.getModelKey()))
                .isEqualTo(JSON.readTree("""
                {"model_type": {"name": "xgboost"}, "from_the_future": [1], "size_in_bytes": 9,
                 "schema_path": "%s", "disk_size_bytes": 1000}""".formatted(root.resolve("models/a/s.json"))));
    }

    @Test
    void metricsShowPullsByOutcome() throws Exception {
        mesh().loadModel(load("a"));
        var missing = load("b").toBuilder().setModelPath("no/such/model").build();
        assertFails(() -> mesh().loadModel(missing), "NOT_FOUND: ");

        var page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(page, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains(
                        "inferport_adapter_pull_seconds_count{outcome=\"OK\",type=\"pvc\"} 1",
                        "inferport_adapter_pull_seconds_count{outcome=\"NOT_FOUND\",type=\"pvc\"} 1",
                        "process_resident_memory_bytes");
    }

    @Test
    void anUnloadGoesToTheRuntimeFirstAndThenToTheDisk() {
        mesh().loadModel(load("a"));
        runtime.unloadFailure = Status.INTERNAL.withDescription("busy");

        assertFails(() -> unload("a"), "INTERNAL: busy");
        assertThat(root.resolve("models/a/forest")).exists();

        runtime.unloadFailure = Status.NOT_FOUND;
        unload("a");
        assertThat(root.resolve("models/a")).doesNotExist();
        assertThat(root.resolve("pvc_mounts/claim/models/forest/model.bst")).exists();
    }

    @Test
    void aLoadThatTheRuntimeRefusesLeavesNothingAndKeepsItsStatus() {
        runtime.loadFailure = Status.FAILED_PRECONDITION.withDescription("no such format");

        assertFails(() -> mesh().loadModel(load("a")), "FAILED_PRECONDITION: no such format");
        assertThat(root.resolve("models/a")).doesNotExist();
    }

    @Test
    void aModelThatIsNotInItsStorageNeverReachesTheRuntime() {
        var request = load("a").toBuilder().setModelPath("no/such/model").build();

        assertFails(() -> mesh().loadModel(request), "NOT_FOUND: ");
        assertThat(runtime.loads).isEmpty();
    }

    @Test
    void oneCancelledLoadReachesTheRuntimeAndBlocksNoOther() throws Exception {
        runtime.holdsLoads = true;
        var load = ModelRuntimeGrpc.newFutureStub(channel).loadModel(load("a"));
        await().until(() -> runtime.loads.size() == 1);

        load.cancel(true);

        assertThat(runtime.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        runtime.holdsLoads = false;
        mesh().loadModel(load("b"));
        unload("a");
        assertThat(root.resolve("models/a")).doesNotExist();
        assertThat(root.resolve("models/b")).exists();
    }

    @Test
    void readyMeansThatModelsOfBeforeAreUnloadedAndGone() throws Exception {
        Files.createDirectories(root.resolve("models/_mlserver_models/other"));
        mesh().loadModel(load("a"));
        mesh().loadModel(load("b"));

        var status = status();

        assertThat(status.getStatus()).isEqualTo(RuntimeStatusResponse.Status.READY);
        assertThat(status.getCapacityInBytes()).isEqualTo(12345);
        assertThat(runtime.unloads).containsExactlyInAnyOrder("a", "b");
        assertThat(root.resolve("models/a")).doesNotExist();
        assertThat(root.resolve("models/b")).doesNotExist();
        assertThat(root.resolve("models/_mlserver_models/other")).exists();
    }

    @Test
    void aRuntimeThatHangsInAnUnloadIsGivenUp() throws Exception {
        runtime.holdsUnloads = true;
        var direct = GrpcChannels.builder(Endpoint.parse("port:" + server.port()), loops)
                .build();
        try {
            var downstream = new DownstreamRuntime(direct, Duration.ofSeconds(20));

            assertThatThrownBy(() -> downstream.unload(ModelId.of("a"), Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        } finally {
            direct.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNIMPLEMENTED", "DEADLINE_EXCEEDED", "UNAVAILABLE", "INTERNAL"})
    void aRuntimeThatCannotSayItsStatusIsStarting(Status.Code code) {
        runtime.status = () -> {
            throw code.toStatus().asRuntimeException();
        };

        assertThat(status().getStatus()).isEqualTo(RuntimeStatusResponse.Status.STARTING);
    }

    @Test
    void failingPasses() {
        runtime.status = () -> RuntimeStatusResponse.newBuilder()
                .setStatus(RuntimeStatusResponse.Status.FAILING)
                .build();

        assertThat(status().getStatus()).isEqualTo(RuntimeStatusResponse.Status.FAILING);
    }

    @Test
    void predictionsKnowWhatAModelTookTheLastTime() throws Exception {
        var request = PredictModelSizeRequest.newBuilder()
                .setModelId("a")
                .setModelPath("models/forest")
                .setModelKey(load("a").getModelKey())
                .build();

        assertThat(mesh().predictModelSize(request).getSizeInBytes()).isEqualTo(55);
        mesh().loadModel(load("a"));
        assertThat(mesh().predictModelSize(request).getSizeInBytes()).isEqualTo(777);
        assertThat(runtime.predictions).hasSize(1);
        assertThat(runtime.predictions.get(0).getModelKey()).doesNotContain("storage_key", "disk");
        assertThat(mesh().modelSize(
                                ModelSizeRequest.newBuilder().setModelId("a").build())
                        .getSizeInBytes())
                .isEqualTo(66);
    }

    @Test
    void defaultsAreThoseThatControllersRelyOn() {
        var config = PullerConfig.from(Environment.of(Map.of()));

        assertThat(config.listen().endpoint()).isEqualTo(Endpoint.parse("port:8084"));
        assertThat(config.runtime().endpoint()).isEqualTo(Endpoint.parse("port:8085"));
        assertThat(config.folders().models()).isEqualTo(Path.of("/models"));
        assertThat(config.folders().storageConfig()).isEqualTo(Path.of("/storage-config"));
        assertThat(config.folders().pvcMounts()).isEqualTo(Path.of("/pvc_mounts"));
        assertThat(config.admin()).isEmpty();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> PullerConfig.from(Environment.of(Map.of("PORT", "x", "MODEL_SERVER_ENDPOINT", "y"))))
                .withMessageContaining("PORT: 'x'")
                .withMessageContaining("MODEL_SERVER_ENDPOINT: 'y' (expected: port:N or unix:/path)");
    }

    private ModelRuntimeGrpc.ModelRuntimeBlockingStub mesh() {
        return ModelRuntimeGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private RuntimeStatusResponse status() {
        return mesh().runtimeStatus(RuntimeStatusRequest.getDefaultInstance());
    }

    private void unload(String id) {
        assertThat(mesh().unloadModel(
                                UnloadModelRequest.newBuilder().setModelId(id).build()))
                .isNotNull();
    }

    private static LoadModelRequest load(String id) {
        return LoadModelRequest.newBuilder()
                .setModelId(id)
                .setModelType("rt:xgboost")
                .setModelPath("models/forest")
                .setModelKey("""
                        {"model_type": {"name": "xgboost"}, "storage_key": "disk", "storage_params": {}, "bucket": "b",
                         "schema_path": "s.json", "from_the_future": [1], "size_in_bytes": 9}""")
                .build();
    }

    private static void assertFails(ThrowingCallable call, String status) {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call).withMessageStartingWith(status);
    }
}
