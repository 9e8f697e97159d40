package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;
import dev.inferport.adapter.storage.StorageRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The whole module over a scripted runtime and a real folder. */
public final class LifecycleFixture {

    static final long DEFAULT_SIZE = 1_000_000;
    static final long CAPACITY = 100_000_000;

    final Path root;
    public final ScriptedRuntime runtime = ScriptedRuntime.start();
    final ManagedChannel channel;
    final RuntimeClient client;
    final LoadedModels loaded = new LoadedModels();
    final RecordingObserver observer = new RecordingObserver();
    final SizeEstimator sizes;
    final ModelSlots slots;
    public final ModelLifecycle models;

    public LifecycleFixture(Path root) throws IOException {
        this(root, 1);
    }

    LifecycleFixture(Path root, int loadingConcurrency) throws IOException {
        this.root = root.toRealPath();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", runtime.port())
                .usePlaintext()
                .build();
        var timeouts = new RuntimeTimeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMillis(50));
        client = new RuntimeClient(channel, timeouts);
        sizes = new SizeEstimator(new SizeRules(DEFAULT_SIZE, 1.25, CAPACITY), client);
        slots = new ModelSlots(loadingConcurrency, Executors.newCachedThreadPool());
        var source = ModelSource.inPlace(this.root);
        var layout = new RuntimeLayout(this.root, ModelFormats.standard());
        var stragglers = new Stragglers(slots, client, loaded, Duration.ofMillis(50), Duration.ofSeconds(4));
        models = new ModelLifecycle(
                slots,
                new LoadPipeline(source, layout, client, sizes, loaded, stragglers, 0, observer),
                new UnloadPipeline(source, layout, client, loaded, observer),
                new RuntimePurge(source, layout, client, loaded),
                sizes,
                loaded);
    }

    /** A model of one file. */
    LoadCommand model(String id, int bytes) throws IOException {
        var file = root.resolve("files").resolve(id).resolve("model.bst");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        return command(id, file.toString(), OptionalLong.empty(), OptionalLong.empty());
    }

    static LoadCommand command(String id, String path, OptionalLong diskBytes, OptionalLong declaredBytes) {
        var storage = new StorageRequest(Optional.empty(), Map.of(), Optional.empty());
        return new LoadCommand(new ModelId(id), "xgboost", path, Optional.empty(), storage, diskBytes, declaredBytes);
    }

    /** Where the runtime would read the model from. */
    Path folder(String id) {
        return root.resolve("_mlserver_models").resolve(id);
    }

    public void close() throws InterruptedException {
        slots.close(Duration.ofSeconds(10));
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        runtime.close();
    }
}
