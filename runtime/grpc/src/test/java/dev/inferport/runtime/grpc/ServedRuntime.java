package dev.inferport.runtime.grpc;

import static org.awaitility.Awaitility.await;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime with an empty repository, its gRPC server on a free port and a channel to it. */
final class ServedRuntime implements AutoCloseable {

    static final RuntimeLimits LIMITS = new RuntimeLimits(2, 64, Duration.ofSeconds(10));

    private final Path repository;
    private final EventLoops loops = EventLoops.create("test-loop", 2);
    private final ExecutorService blocking = Executors.newCachedThreadPool(task -> new Thread(task, "test-blocking"));
    private final AtomicInteger received = new AtomicInteger();
    private final InferenceRuntime runtime;
    private final ListeningServer server;
    private final ManagedChannel channel;

    private ServedRuntime(Path repository, RuntimeLimits limits, GrpcLimits messages) throws Exception {
        this.repository = repository;
        this.runtime = new InferenceRuntime(
                new ServerInfo("test-server", "1.2.3", List.of("model_repository")),
                new ModelRepository(repository, ModelDefaults.none()),
                new ModelFactory(ServedRuntime.class.getClassLoader()),
                limits);
        this.server = GrpcServers.builder(Endpoint.tcp(Endpoint.LOOPBACK, 0), loops)
                .limits(messages)
                .configure(netty -> netty.directExecutor()
                        .intercept(new ReceivedMessages())
                        .addService(new InferenceService(runtime, blocking))
                        .addService(new ModelRepositoryService(runtime, blocking)))
                .start();
        this.channel = GrpcChannels.builder(server.endpoint(), loops).build();
        runtime.ready(true);
    }

    static ServedRuntime start(Path repository) throws Exception {
        return start(repository, LIMITS);
    }

    static ServedRuntime start(Path repository, RuntimeLimits limits) throws Exception {
        return new ServedRuntime(repository, limits, GrpcLimits.UNLIMITED);
    }

    static ServedRuntime start(Path repository, GrpcLimits messages) throws Exception {
        return new ServedRuntime(repository, LIMITS, messages);
    }

    InferenceRuntime runtime() {
        return runtime;
    }

    ManagedChannel channel() {
        return channel;
    }

    GRPCInferenceServiceBlockingStub client() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    /** A client that sends these headers with each call. */
    GRPCInferenceServiceBlockingStub client(Metadata headers) {
        return client().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    GRPCInferenceServiceFutureStub futures() {
        return GRPCInferenceServiceGrpc.newFutureStub(channel);
    }

    GRPCInferenceServiceStub streams() {
        return GRPCInferenceServiceGrpc.newStub(channel);
    }

    /** Puts a model of that class into the repository. */
    void add(String name, Class<? extends MLModel> implementation) throws IOException {
        add(name, "{\"name\": \"%s\", \"implementation\": \"%s\"}".formatted(name, implementation.getName()));
    }

    /** Puts a settings file into the repository. */
    void add(String folder, String settings) throws IOException {
        Path model = Files.createDirectories(repository.resolve(folder));
        Files.writeString(model.resolve("model-settings.json"), settings);
    }

    /** Puts a model of that class into the repository and loads it. */
    void serve(String name, Class<? extends MLModel> implementation) throws IOException {
        add(name, implementation);
        load(name);
    }

    void load(String name) {
        var unused = client().repositoryModelLoad(RepositoryModelLoadRequest.newBuilder()
                .setModelName(name)
                .build());
    }

    void unload(String name) {
        var unused = client().repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                .setModelName(name)
                .build());
    }

    /** How many messages the server has taken off all connections. */
    int received() {
        return received.get();
    }

    /** Ends everything, and checks that no thread is left. */
    @Override
    public void close() {
        channel.shutdownNow();
        await().until(channel::isTerminated);
        server.close();
        runtime.close();
        blocking.shutdown();
        loops.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(name -> name.startsWith("model-") || name.startsWith("test-")));
    }

    private final class ReceivedMessages implements ServerInterceptor {

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onMessage(Q message) {
                    received.incrementAndGet();
                    super.onMessage(message);
                }
            };
        }
    }
}
