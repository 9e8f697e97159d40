package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.lifecycle.ScriptedRuntime;
import dev.inferport.mesh.EmbeddedMesh;
import dev.inferport.mesh.MeshClient;
import dev.inferport.mesh.MeshConfig;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo.ModelStatus;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is easily fallen into between a mesh and a runtime: the adapter as a process, between a mesh and a runtime that
 * does as it is told. The numbers are those of the list in the mesh's description.
 */
class MeshTrapsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int UNIT = 8192;

    private final Path folder;
    private final ScriptedRuntime runtime = ScriptedRuntime.start();
    private final Map<String, String> environment;
    private @Nullable ChildProcess adapter;
    private @Nullable EmbeddedMesh mesh;
    private @Nullable MeshClient client;
    private Endpoint endpoint;

    MeshTrapsTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        int port = freePort();
        endpoint = Endpoint.parse("port:" + port);
        environment = new HashMap<>(Map.of(
                "ADAPTER_PORT", String.valueOf(port),
                "RUNTIME_PORT", String.valueOf(runtime.port()),
                "CONTAINER_MEM_REQ_BYTES", "200000000",
                "MEM_BUFFER_BYTES", "100000000",
                "LOADTIME_TIMEOUT", "20000",
                "LOADING_CONCURRENCY", "2",
                "ROOT_MODEL_DIR", folder.resolve("models").toString()));
        Files.writeString(folder.resolve("model.json"), "0123456789");
    }

    @AfterEach
    void stop() throws Exception {
        stopMesh();
        if (adapter != null) {
            adapter.close();
        }
        runtime.close();
    }

    /** Trap 1. */
    @Test
    void aModelThatTheRuntimeLostIsNotFoundSoTheMeshLoadsItAgain() throws Exception {
        start();
        load("a");
        runtime.models.remove("a");

        infer("a");

        assertThat(runtime.journal.stream().filter("load a"::equals)).hasSize(2);
    }

    /** Traps 2 and 6. */
    @Test
    void theTextOfAFailedLoadReachesTheUserAndItsUnloadSucceeds() throws Exception {
        start();
        runtime.fail("load a", Status.INTERNAL.withDescription("the file is broken"));

        var status = register("a");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).singleElement().asString().contains("the file is broken");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh().state().unloading()).isZero());
        assertThat(runtime.models).isEmpty();
        assertThat(layout("a")).doesNotExist();
    }

    /** Trap 6. */
    @Test
    void aTransientFailureIsTriedAgainWithinTheLoad() throws Exception {
        start();
        runtime.fail("load a", Status.UNAVAILABLE);

        load("a");

        assertThat(runtime.journal.stream().filter("load a"::equals)).hasSize(2);
    }

    /** Trap 3. */
    @Test
    void aLoadThatTimedOutLeavesNothingEvenIfTheRuntimeEndsItLater() throws Exception {
        environment.put("LOADTIME_TIMEOUT", "6000");
        start();
        var hold = runtime.hold("a").deaf();

        var status = register("a");
        hold.release();

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        await().atMost(PATIENCE).until(() -> runtime.journal.contains("late load a"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(runtime.models).isEmpty());
        assertThat(layout("a")).doesNotExist();
    }

    /** Trap 4. */
    @Test
    void aMeshThatRestartsFindsNothingLoaded() throws Exception {
        start();
        load("a");
        stopMesh();
        assertThat(runtime.models).containsExactly("a");

        startMesh();

        assertThat(runtime.models).isEmpty();
        assertThat(layout("a")).doesNotExist();
    }

    /** Trap 4. */
    @Test
    void untilTheRuntimeIsThereTheAdapterIsStartingAndNothingWorse() throws Exception {
        runtime.die();
        startAdapter();
        var meshStart = CompletableFuture.runAsync(this::startMeshUnchecked);
        assertThat(adapter().isAlive()).isTrue();
        runtime.ready(false);
        runtime.comeBack();
        await().during(Duration.ofMillis(300)).until(() -> !meshStart.isDone());

        runtime.ready(true);

        meshStart.get(60, TimeUnit.SECONDS);
        load("a");
    }

    /** Trap 5. */
    @Test
    void aRuntimeThatRestartsIsNoticedWithoutTheMesh() throws Exception {
        start();
        load("a");

        runtime.die();
        await().atMost(PATIENCE).until(() -> adapter().log().contains("event=runtime_lost"));
        runtime.comeBack();
        await().atMost(PATIENCE).until(() -> adapter().log().contains("event=runtime_back"));

        infer("a");
        assertThat(runtime.models).containsExactly("a");
    }

    /** Trap 7. */
    @Test
    void sizesAreBytesAndPredictionsComeFromTheKey() throws Exception {
        start();
        runtime.measured.put("a", 10L * UNIT);

        load("a");
        client().register("b", info("{\"disk_size_bytes\": " + 16 * UNIT + "}"), true);

        assertThat(mesh().state().weights()).containsEntry("a", 10L).containsEntry("b", 20L);
        assertThat(mesh().state().capacity()).isEqualTo(100_000_000 / UNIT);
    }

    /** Trap 7. */
    @Test
    void aModelThatCanNeverFitIsRefusedAndNotLoadedOverAndOver() throws Exception {
        start();
        runtime.measured.put("a", 100_000_001L);

        var status = register("a");

        assertThat(status.getStatus()).isEqualTo(ModelStatus.LOADING_FAILED);
        assertThat(status.getErrorsList()).singleElement().asString().contains("more than the 100000000 bytes");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(runtime.models).isEmpty());
        assertThat(runtime.journal.stream().filter("load a"::equals)).hasSize(1);
    }

    /** Trap 8. */
    @Test
    void aLimitOfCallsIsSaidWithEveryLoad() throws Exception {
        environment.put("LIMIT_PER_MODEL_CONCURRENCY", "7");
        start();
        load("a");

        for (int i = 0; i < 20; i++) {
            infer("a");
        }
        assertThat(adapter().log()).doesNotContain("RESOURCE_EXHAUSTED");
    }

    /** Trap 9. */
    @Test
    void anIdThatNoTextHeaderCanCarryWorksAllTheWay() throws Exception {
        start();
        var id = "módel/../1 x, y";

        assertThat(client().register(id, info("{}"), true).getStatus()).isEqualTo(ModelStatus.LOADED);

        infer(id);
        assertThat(runtime.models).containsExactly(id);
        client().unregister(id);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(runtime.models).isEmpty());
    }

    /** Trap 10. */
    @Test
    void theMeshMayComeOverAUnixSocket() throws Exception {
        endpoint = Endpoint.unix(folder.resolve("mesh.sock"));
        environment.put("ADAPTER_ENDPOINT", endpoint.toString());
        start();

        load("a");

        infer("a");
    }

    /** Trap 11. */
    @Test
    void whatIsWrongWithOneRequestLeavesTheModelAlone() throws Exception {
        start();
        load("a");

        assertThatThrownBy(() -> client().infer("nobody", ModelInferRequest.getDefaultInstance(), PATIENCE))
                .hasMessageContaining("NOT_FOUND");

        assertThat(client().status("a").getStatus()).isEqualTo(ModelStatus.LOADED);
        assertThat(runtime.journal.stream().filter("load a"::equals)).hasSize(1);
    }

    /** Traps 2 and 14. */
    @Test
    void unloadsDoNotWaitForTheLoadsOfOthers() throws Exception {
        start();
        load("a");
        var first = runtime.hold("b");
        var second = runtime.hold("c");
        client().register("b", info("{}"), false);
        client().register("c", info("{}"), false);
        first.awaitArrival();
        second.awaitArrival();

        client().unregister("a");

        await().atMost(PATIENCE).until(() -> runtime.journal.contains("unload a"));
        first.release();
        second.release();
    }

    private void start() throws Exception {
        startAdapter();
        startMesh();
    }

    private void startAdapter() {
        adapter = ChildProcess.adapter(folder, environment);
    }

    private void startMesh() throws Exception {
        mesh = EmbeddedMesh.start(MeshConfig.of(endpoint)
                .withPollInterval(Duration.ofMillis(50))
                .withStartTimeout(Duration.ofSeconds(60))
                .withTimeScale(0.1));
        client = new MeshClient(Endpoint.parse("port:" + mesh.port()));
    }

    private void startMeshUnchecked() {
        try {
            startMesh();
        } catch (Exception e) {
            throw new IllegalStateException(adapter().log(), e);
        }
    }

    private void stopMesh() throws Exception {
        if (client != null) {
            client.close();
        }
        if (mesh != null) {
            mesh.close();
        }
    }

    private void load(String id) {
        var status = register(id);
        assertThat(status.getStatus())
                .as("%s: %s%n%s", id, status.getErrorsList(), adapter().log())
                .isEqualTo(ModelStatus.LOADED);
    }

    private ModelStatusInfo register(String id) {
        return client().register(id, info("{}"), true);
    }

    private ModelInfo info(String key) {
        return ModelInfo.newBuilder()
                .setType("xgboost")
                .setPath(folder.resolve("model.json").toString())
                .setKey(key)
                .build();
    }

    private void infer(String id) {
        assertThat(client().infer(
                                id,
                                ModelInferRequest.newBuilder().setModelName(id).build(),
                                PATIENCE)
                        .getModelName())
                .isEqualTo(id);
    }

    private Path layout(String id) {
        return folder.resolve("models/_mlserver_models").resolve(id);
    }

    private ChildProcess adapter() {
        return Objects.requireNonNull(adapter);
    }

    private EmbeddedMesh mesh() {
        return Objects.requireNonNull(mesh);
    }

    private MeshClient client() {
        return Objects.requireNonNull(client);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
