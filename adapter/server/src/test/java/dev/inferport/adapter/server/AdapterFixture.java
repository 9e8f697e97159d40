package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ScriptedRuntime;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.LogSetup;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc.ModelRuntimeBlockingStub;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc.ModelRuntimeFutureStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real adapter on a free port between a scripted runtime and the stubs of a mesh. */
final class AdapterFixture {

    private static final LogLevels LEVELS = LogSetup.configure(LogSetup.Format.TEXT, "WARN");

    final Path root;
    final ScriptedRuntime runtime = ScriptedRuntime.start();
    final Lifecycle life = new Lifecycle(Duration.ofSeconds(10));
    private final EventLoops loops = EventLoops.create("client", 1);
    final Endpoint listen;
    final ManagedChannel channel;

    AdapterFixture(Path root, Map<String, String> more) throws Exception {
        this.root = root.toRealPath();
        Files.createDirectories(this.root.resolve("models"));
        var variables = new HashMap<>(Map.of(
                "ADAPTER_PORT", "0",
                "RUNTIME_PORT", String.valueOf(runtime.port()),
                "CONTAINER_MEM_REQ_BYTES", "1000000000",
                "MEM_BUFFER_BYTES", "100000000",
                "ROOT_MODEL_DIR", this.root.resolve("models").toString(),
                "STORAGE_CONFIG_DIR", this.root.resolve("storage-config").toString(),
                "PVC_MOUNTS_DIR", this.root.resolve("pvc_mounts").toString()));
        variables.putAll(more);
        var settings = AdapterSettings.from(Environment.of(variables));
        listen = AdapterServer.start(settings, LEVELS, life);
        channel = listen instanceof Endpoint.Tcp tcp
                ? NettyChannelBuilder.forAddress("127.0.0.1", tcp.port())
                        .usePlaintext()
                        .build()
                : GrpcChannels.builder(listen, loops).build();
    }

    ModelRuntimeBlockingStub mesh() {
        return ModelRuntimeGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    /** Without a deadline, as the mesh calls loadModel. */
    ModelRuntimeFutureStub patientMesh() {
        return ModelRuntimeGrpc.newFutureStub(channel);
    }

    /** A model of one file, which another container has put on the disk. */
    LoadModelRequest onDisk(String id, int bytes) throws IOException {
        var file = root.resolve("models").resolve(id).resolve("model.bst");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        return LoadModelRequest.newBuilder()
                .setModelId(id)
                .setModelType("xgboost")
                .setModelPath(file.toString())
                .setModelKey("{}")
                .build();
    }

    Path folder(String id) {
        return root.resolve("models/_mlserver_models").resolve(id);
    }

    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        life.stop();
        runtime.close();
        loops.close();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
