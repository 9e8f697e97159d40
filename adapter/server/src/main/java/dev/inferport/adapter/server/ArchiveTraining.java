package dev.inferport.adapter.server;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.LogSetup;
import dev.inferport.servicekit.StartException;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Does once what an adapter and a puller do, so that the JVM can write an archive of the classes that takes: status,
 * load, inference, unload. Run by the build, with the JVM's options for archives; needs nothing but a folder to write
 * to and leaves it empty.
 */
final class ArchiveTraining {

    private static final Duration BUDGET = Duration.ofSeconds(20);

    private ArchiveTraining() {}

    /** Takes the folder to work in as its only argument. */
    public static void main(String[] arguments) throws Exception {
        var levels = LogSetup.configure(LogSetup.Format.TEXT, "INFO");
        var folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        var life = new Lifecycle(BUDGET);
        try {
            run(folder, levels, life);
        } finally {
            life.stop();
        }
    }

    private static void run(Path folder, LogLevels levels, Lifecycle life) throws Exception {
        var loops = life.start("network threads", () -> EventLoops.create("training", 1));
        var runtime = life.start("runtime", () -> GrpcServers.builder(Endpoint.parse("port:0"), loops)
                .configure(netty -> netty.addService(new IdleRuntime()))
                .start());
        var toRuntime = Map.of("RUNTIME_PORT", String.valueOf(runtime.port()));
        var pulling = adapter(environment(folder, toRuntime), levels, life);
        var inPlace = adapter(environment(folder.resolve("behind"), withoutPuller(toRuntime)), levels, life);
        var puller = PullerServer.start(
                PullerConfig.from(environment(folder, Map.of("MODEL_SERVER_ENDPOINT", inPlace.toString()))),
                levels,
                life);
        for (var endpoint : List.of(pulling, puller)) {
            var channel = life.start(
                    "channel",
                    () -> GrpcChannels.builder(endpoint, loops).build(),
                    (started, budget) -> started.shutdownNow());
            call(channel, folder);
        }
    }

    private static Endpoint adapter(Environment environment, LogLevels levels, Lifecycle life) throws StartException {
        return AdapterServer.start(AdapterSettings.from(environment), levels, life);
    }

    private static Environment environment(Path folder, Map<String, String> more) {
        var variables = new HashMap<>(Map.of(
                "ADAPTER_PORT", "0",
                "PORT", "0",
                "CONTAINER_MEM_REQ_BYTES", "1073741824",
                "USE_EMBEDDED_PULLER", "true",
                "LOCAL_FILES_DIR", folder.resolve("files").toString(),
                "ROOT_MODEL_DIR", folder.resolve("models").toString(),
                "STORAGE_CONFIG_DIR", folder.resolve("storage-config").toString()));
        variables.putAll(more);
        return Environment.of(variables);
    }

    private static Map<String, String> withoutPuller(Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.put("USE_EMBEDDED_PULLER", "false");
        return all;
    }

    private static void call(ManagedChannel channel, Path folder) throws Exception {
        var files = Files.createDirectories(folder.resolve("files"));
        var model = Files.writeString(files.resolve("model.json"), "{}");
        var key = "{\"model_type\": \"xgboost\", \"storage_params\": {\"type\": \"file\"}}";
        var mesh = ModelRuntimeGrpc.newBlockingStub(channel).withDeadlineAfter(BUDGET.toSeconds(), TimeUnit.SECONDS);
        var inference = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(BUDGET.toSeconds(), TimeUnit.SECONDS);

        var answers = new Object[] {
            mesh.runtimeStatus(RuntimeStatusRequest.getDefaultInstance()),
            mesh.predictModelSize(
                    PredictModelSizeRequest.newBuilder().setModelId("m").build()),
            mesh.loadModel(LoadModelRequest.newBuilder()
                    .setModelId("m")
                    .setModelPath(model.toString())
                    .setModelKey(key)
                    .build()),
            inference.modelInfer(
                    ModelInferRequest.newBuilder().setModelName("m").build()),
            mesh.unloadModel(UnloadModelRequest.newBuilder().setModelId("m").build())
        };
        if (answers.length == 0) {
            throw new IllegalStateException("nothing was asked");
        }
    }
}
