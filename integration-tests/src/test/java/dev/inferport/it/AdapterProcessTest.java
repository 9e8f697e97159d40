package dev.inferport.it;

import static io.grpc.stub.ClientCalls.blockingUnaryCall;
import static io.grpc.stub.ClientCalls.futureUnaryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.Status;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter as its container starts it, between the stubs of a mesh and a runtime in this JVM. */
class AdapterProcessTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int MEBIBYTE = 1 << 20;

    private final Path folder;
    private final HeldRuntime runtime = new HeldRuntime();
    private final int port = freePort();
    private final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    private @Nullable ChildProcess adapter;

    AdapterProcessTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        if (adapter != null) {
            adapter.close();
        }
        runtime.close();
    }

    @Test
    void theEnvironmentOfTheControllerIsAllItTakes() throws Exception {
        var started = start("mlserver-adapter", controllersEnvironment());

        var status = awaitReady(started);

        assertThat(status.getCapacityInBytes()).isEqualTo(1073741824L - 134217728L);
        assertThat(status.getModelLoadingTimeoutMs()).isEqualTo(90_000);
        assertThat(status.getRuntimeVersion()).isEqualTo("7");
    }

    @Test
    void aMessageOfSixtyFourMebibytesPassesThroughAHeapOfFortyEight() throws Exception {
        var started = start("mlserver-adapter", controllersEnvironment());
        runtime.release.countDown();
        awaitReady(started);
        var message = new byte[64 * MEBIBYTE];
        new Random(1).nextBytes(message);

        for (int i = 0; i < 3; i++) {
            assertThat(blockingUnaryCall(channel, HeldRuntime.INFER, soon(), message))
                    .as(started.log())
                    .isEqualTo(message);
        }
        assertThat(started.isAlive()).isTrue();
    }

    @Test
    void sigtermEndsCallsAndPullsInOrder() throws Exception {
        var environment = controllersEnvironment();
        var started = start("mlserver-adapter", environment);
        awaitReady(started);
        try (var store = new StalledStore()) {
            var load = ModelRuntimeGrpc.newFutureStub(channel).loadModel(store.load());
            assertThat(store.asked.await(20, TimeUnit.SECONDS)).isTrue();
            List<Future<byte[]>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(futureUnaryCall(channel.newCall(HeldRuntime.INFER, soon()), new byte[] {(byte) i}));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> runtime.waiting.get() == 50);

            started.terminate();
            await().atMost(Duration.ofSeconds(20)).until(load::isDone);
            runtime.release.countDown();

            for (int i = 0; i < 50; i++) {
                assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).containsExactly(i);
            }
            assertThat(started.stop()).as(started.log()).isIn(0, 143);
            assertThat(failure(load)).contains("CANCELLED");
        }
        assertThat(filesBelow(Path.of(environment.get("ROOT_MODEL_DIR")))).isEmpty();
        assertThat(started.log()).contains("event=process_stopped").doesNotContain("stop_budget_exceeded");
    }

    @Test
    void theArchiveOfClassesThatTheBuildWroteIsUsed() throws Exception {
        var loaded = folder.resolve("classes.txt");
        var environment = controllersEnvironment();
        environment.put("JAVA_OPTS", "-Xlog:class+load:file=" + loaded);

        awaitReady(start("mlserver-adapter", environment));

        assertThat(Files.readString(loaded))
                .contains("dev.inferport.adapter.server.AdapterServer source: shared objects file");
    }

    @Test
    void thePullerStandsInFrontOfAnAdapter() throws Exception {
        var environment = controllersEnvironment();
        environment.remove("USE_EMBEDDED_PULLER");
        var volume = Files.createDirectories(folder.resolve("pvc/claim"));
        Files.writeString(volume.resolve("model.json"), "{}");
        int pullerPort = freePort();
        awaitReady(start("mlserver-adapter", environment));
        var puller = ChildProcess.ofAdapter(
                "puller",
                folder,
                Map.of(
                        "PORT", String.valueOf(pullerPort),
                        "MODEL_SERVER_ENDPOINT", "port:" + port,
                        "ROOT_MODEL_DIR", String.valueOf(environment.get("ROOT_MODEL_DIR")),
                        "PVC_MOUNTS_DIR", folder.resolve("pvc").toString()));
        var toPuller = NettyChannelBuilder.forAddress("127.0.0.1", pullerPort)
                .usePlaintext()
                .build();
        try {
            var load = LoadModelRequest.newBuilder()
                    .setModelId("a")
                    .setModelType("xgboost")
                    .setModelPath("model.json")
                    .setModelKey("{\"storage_params\": {\"type\": \"pvc\", \"name\": \"claim\"}}")
                    .build();
            var response = ModelRuntimeGrpc.newBlockingStub(toPuller)
                    .withWaitForReady()
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .loadModel(load);

            assertThat(response.getSizeInBytes()).as(puller.log()).isEqualTo(2);
            assertThat(runtime.models).containsExactly("a");
            assertThat(puller.stop()).isIn(0, 143);
        } finally {
            toPuller.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            puller.close();
        }
    }

    /** What the controller sets, and the folder that it mounts at /models. */
    private Map<String, String> controllersEnvironment() {
        return new HashMap<>(Map.of(
                "ADAPTER_PORT", String.valueOf(port),
                "RUNTIME_PORT", String.valueOf(runtime.port()),
                "RUNTIME_DATA_ENDPOINT", "port:" + runtime.port(),
                "CONTAINER_MEM_REQ_BYTES", "1073741824",
                "MEM_BUFFER_BYTES", "134217728",
                "LOADTIME_TIMEOUT", "90000",
                "USE_EMBEDDED_PULLER", "true",
                "RUNTIME_VERSION", "1.x",
                "ROOT_MODEL_DIR", folder.resolve("models").toString()));
    }

    private ChildProcess start(String entryPoint, Map<String, String> environment) {
        var started = ChildProcess.ofAdapter(entryPoint, folder, environment);
        adapter = started;
        return started;
    }

    private RuntimeStatusResponse awaitReady(ChildProcess started) {
        var stub = ModelRuntimeGrpc.newBlockingStub(channel).withWaitForReady();
        return await().atMost(START)
                .ignoreException(StatusRuntimeException.class)
                .failFast("the adapter ended", () -> !started.isAlive())
                .until(
                        () -> stub.withDeadlineAfter(20, TimeUnit.SECONDS)
                                .runtimeStatus(RuntimeStatusRequest.getDefaultInstance()),
                        status -> status.getStatus() == Status.READY);
    }

    private static CallOptions soon() {
        return CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static String failure(Future<?> future) throws Exception {
        try {
            return "no failure but " + future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private static List<Path> filesBelow(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Promises a file and stops half-way. */
    private static final class StalledStore implements AutoCloseable {

        final CountDownLatch asked = new CountDownLatch(1);

        private final CountDownLatch end = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer http;

        StalledStore() throws IOException {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
            http.setExecutor(threads);
            http.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, MEBIBYTE);
                exchange.getResponseBody().write(new byte[1000]);
                exchange.getResponseBody().flush();
                asked.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            });
            http.start();
        }

        LoadModelRequest load() {
            var url = "http://127.0.0.1:" + http.getAddress().getPort();
            return LoadModelRequest.newBuilder()
                    .setModelId("stalled")
                    .setModelPath("model.json")
                    .setModelKey("{\"storage_params\": {\"type\": \"http\", \"url\": \"" + url + "\"}}")
                    .build();
        }

        @Override
        public void close() {
            end.countDown();
            http.stop(0);
            threads.shutdownNow();
        }
    }
}
