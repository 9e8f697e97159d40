package dev.inferport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.mesh.EmbeddedMesh;
import dev.inferport.mesh.MeshClient;
import dev.inferport.mesh.MeshConfig;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse.ModelIndex;
import dev.inferport.wire.inference.ServerReadyRequest;
import dev.inferport.wire.mmesh.ModelInfo;
import dev.inferport.wire.mmesh.ModelStatusInfo;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod as ModelMesh Serving makes it: a mesh in this JVM, adapter and runtime as processes, models on a volume. */
final class Pod implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, String> runtimeEnvironment;
    private final int grpcPort = freePort();
    private final int httpPort = freePort();
    private final int adapterPort = freePort();
    private final ManagedChannel toRuntime = Grpc.newChannelBuilder(
                    "127.0.0.1:" + grpcPort, InsecureChannelCredentials.create())
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable ChildProcess runtime;
    private @Nullable ChildProcess adapter;
    private @Nullable EmbeddedMesh mesh;
    private @Nullable MeshClient client;

    Pod(Path folder, Map<String, String> runtimeEnvironment) {
        this.folder = folder;
        this.runtimeEnvironment = runtimeEnvironment;
        try {
            Files.createDirectories(volume());
            Files.createDirectories(folder.resolve("models"));
            Files.createDirectories(storageConfigs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pod with everything started and ready. */
    static Pod started(Path folder, Map<String, String> runtimeEnvironment) throws Exception {
        Pod pod = new Pod(folder, runtimeEnvironment);
        try {
            pod.startRuntime();
            pod.startAdapter();
            pod.startMesh();
            return pod;
        } catch (Exception | AssertionError e) {
            String log = pod.log();
            pod.close();
            throw new AssertionError(log, e);
        }
    }

    void startRuntime() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "MLSERVER_MODELS_DIR", layouts().toString(),
                "MLSERVER_HOST", "127.0.0.1",
                "MLSERVER_GRPC_PORT", String.valueOf(grpcPort),
                "MLSERVER_HTTP_PORT", String.valueOf(httpPort),
                "MLSERVER_METRICS_PORT", "0",
                "MLSERVER_LOAD_MODELS_AT_STARTUP", "false",
                "MLSERVER_MODEL_NAME", "dummy-model-fixme",
                "MLSERVER_GRPC_MAX_MESSAGE_LENGTH", "-1"));
        environment.putAll(runtimeEnvironment);
        runtime = ChildProcess.runtime(folder, environment, "start", layouts().toString());
        await().atMost(START).ignoreException(StatusRuntimeException.class).until(() -> runtimeStub()
                .withWaitForReady()
                .serverReady(ServerReadyRequest.getDefaultInstance())
                .getReady());
    }

    void startAdapter() {
        adapter = ChildProcess.adapter(
                folder,
                Map.ofEntries(
                        Map.entry("ADAPTER_PORT", String.valueOf(adapterPort)),
                        Map.entry("RUNTIME_PORT", String.valueOf(grpcPort)),
                        Map.entry("CONTAINER_MEM_REQ_BYTES", "1073741824"),
                        Map.entry("MEM_BUFFER_BYTES", "134217728"),
                        Map.entry("LOADTIME_TIMEOUT", "30000"),
                        Map.entry("LOADING_CONCURRENCY", "2"),
                        Map.entry("USE_EMBEDDED_PULLER", "true"),
                        Map.entry("ROOT_MODEL_DIR", folder.resolve("models").toString()),
                        Map.entry("STORAGE_CONFIG_DIR", storageConfigs().toString()),
                        Map.entry("PVC_MOUNTS_DIR", folder.resolve("pvc").toString()),
                        Map.entry("LOCAL_FILES_DIR", volume().toString())));
    }

    void startMesh() throws Exception {
        mesh = EmbeddedMesh.start(MeshConfig.of(Endpoint.parse("port:" + adapterPort))
                .withPollInterval(Duration.ofMillis(100))
                .withStartTimeout(START)
                .withTimeScale(0.1));
        client = new MeshClient(Endpoint.parse("port:" + mesh.port()));
    }

    ChildProcess runtime() {
        return Objects.requireNonNull(runtime);
    }

    ChildProcess adapter() {
        return Objects.requireNonNull(adapter);
    }

    MeshClient client() {
        return Objects.requireNonNull(client);
    }

    /** The folder that the claim {@code models} is mounted at. */
    Path volume() {
        return folder.resolve("pvc/models");
    }

    /** The folder of the storage secret, one file per key. */
    Path storageConfigs() {
        return folder.resolve("storage-config");
    }

    Path layouts() {
        return folder.resolve("models/_mlserver_models");
    }

    /** Registers a model of the volume, and returns when its load has ended. */
    ModelStatusInfo register(String id, String path, String type) {
        return client().register(id, info(path, type), true);
    }

    static ModelInfo info(String path, String type) {
        return ModelInfo.newBuilder()
                .setPath(path)
                .setType(type)
                .setKey("{\"storage_params\": {\"type\": \"pvc\", \"name\": \"models\"}}")
                .build();
    }

    /** Says that mesh, runtime and disk agree that these models, and no others, are loaded. */
    void assertLoaded(String... ids) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(loadedInRuntime()).containsExactlyInAnyOrder(ids);
            assertThat(namesIn(layouts())).containsExactlyInAnyOrder(ids);
            for (String id : ids) {
                assertThat(client().status(id).getStatus()).isEqualTo(ModelStatusInfo.ModelStatus.LOADED);
            }
        });
    }

    List<String> loadedInRuntime() {
        return runtimeStub()
                .repositoryIndex(
                        RepositoryIndexRequest.newBuilder().setReady(true).build())
                .getModelsList()
                .stream()
                .map(ModelIndex::getName)
                .toList();
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What adapter and runtime have printed, for the message of a failure. */
    String log() {
        String runtimeLog = runtime == null ? "" : runtime.log();
        String adapterLog = adapter == null ? "" : adapter.log();
        return "--- runtime\n" + runtimeLog + "\n--- adapter\n" + adapterLog;
    }

    @Override
    public void close() {
        Stream.of(client, mesh, adapter, runtime).filter(Objects::nonNull).forEach(Pod::closeQuietly);
        toRuntime.shutdownNow();
    }

    private GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub runtimeStub() {
        return GRPCInferenceServiceGrpc.newBlockingStub(toRuntime).withDeadlineAfter(java.time.Duration.ofSeconds(10));
    }

    private static List<String> namesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
