package dev.inferport.mesh;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.LoadModelResponse;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc.ModelRuntimeImplBase;
import dev.inferport.wire.mmesh.ModelSizeRequest;
import dev.inferport.wire.mmesh.ModelSizeResponse;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;
import dev.inferport.wire.mmesh.PredictModelSizeResponse;
import dev.inferport.wire.mmesh.RuntimeStatusRequest;
import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import dev.inferport.wire.mmesh.RuntimeStatusResponse.MethodInfo;
import dev.inferport.wire.mmesh.UnloadModelRequest;
import dev.inferport.wire.mmesh.UnloadModelResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model runtime on a free port that does as a test tells it, and remembers what it was asked. Unless told otherwise
 * it is READY, loads every model at once with the size of 1 MiB, and echoes requests for models that it has.
 */
final class FakeRuntime extends ModelRuntimeImplBase implements AutoCloseable {

    static final String INFER = "inference.GRPCInferenceService/ModelInfer";
    static final long MIB = 1 << 20;

    /** One management call. */
    record Event(String what, String id, long nanos) {

        String name() {
            return what + " " + id;
        }
    }

    /** A load whose outcome the test decides. */
    record PendingLoad(LoadModelRequest request, StreamObserver<LoadModelResponse> observer) {

        void succeed() {
            observer.onNext(LoadModelResponse.newBuilder().setSizeInBytes(MIB).build());
            observer.onCompleted();
        }
    }

    final Queue<Object> statusAnswers = new ConcurrentLinkedQueue<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final Set<String> loaded = ConcurrentHashMap.newKeySet();
    final Map<String, Consumer<PendingLoad>> loads = new ConcurrentHashMap<>();
    final Map<String, Queue<Status>> unloadFailures = new ConcurrentHashMap<>();
    final Map<String, Long> sizes = new ConcurrentHashMap<>();
    final Map<String, Long> predictions = new ConcurrentHashMap<>();
    final Map<String, Long> lateSizes = new ConcurrentHashMap<>();
    final EchoService inference = new EchoService(loaded);

    private final EventLoops network = EventLoops.create("fake-runtime", 1);
    private final ListeningServer server;
    private volatile RuntimeStatusResponse ready = ready(100 * MIB, MIB).build();

    FakeRuntime() throws Exception {
        server = GrpcServers.builder(Endpoint.tcp(Endpoint.LOOPBACK, 0), network)
                .configure(netty -> netty.addService(this).fallbackHandlerRegistry(inference))
                .start();
    }

    static RuntimeStatusResponse.Builder ready(long capacity, long defaultSize) {
        return RuntimeStatusResponse.newBuilder()
                .setStatus(RuntimeStatusResponse.Status.READY)
                .setCapacityInBytes(capacity)
                .setDefaultModelSizeInBytes(defaultSize)
                .setMaxLoadingConcurrency(2)
                .setModelLoadingTimeoutMs(10_000)
                .putMethodInfos(
                        INFER, MethodInfo.newBuilder().addIdInjectionPath(1).build());
    }

    FakeRuntime with(Function<RuntimeStatusResponse.Builder, RuntimeStatusResponse.Builder> change) {
        ready = change.apply(ready.toBuilder()).build();
        return this;
    }

    Endpoint endpoint() {
        return server.endpoint();
    }

    List<String> eventNames() {
        return events.stream().map(Event::name).toList();
    }

    Event event(String name) {
        return events.stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + eventNames()));
    }

    boolean happened(String name) {
        return eventNames().contains(name);
    }

    @Override
    public void runtimeStatus(RuntimeStatusRequest request, StreamObserver<RuntimeStatusResponse> observer) {
        note("status", "");
        var answer = statusAnswers.poll();
        if (answer instanceof Status failure) {
            observer.onError(failure.asRuntimeException());
        } else {
            observer.onNext(answer instanceof RuntimeStatusResponse response ? response : ready);
            observer.onCompleted();
        }
    }

    @Override
    public void loadModel(LoadModelRequest request, StreamObserver<LoadModelResponse> observer) {
        var id = request.getModelId();
        note("load", id);
        Context.current().addListener(context -> noteCancelled(context, id), Runnable::run);
        loads.getOrDefault(id, this::loadAtOnce).accept(new PendingLoad(request, observer));
    }

    private void noteCancelled(Context context, String id) {
        if (context.cancellationCause() != null) {
            note("cancelled", id);
        }
    }

    private void loadAtOnce(PendingLoad load) {
        var id = load.request().getModelId();
        loaded.add(id);
        load.observer()
                .onNext(LoadModelResponse.newBuilder()
                        .setSizeInBytes(sizes.getOrDefault(id, MIB))
                        .build());
        load.observer().onCompleted();
    }

    @Override
    public void unloadModel(UnloadModelRequest request, StreamObserver<UnloadModelResponse> observer) {
        var id = request.getModelId();
        note("unload", id);
        var failure =
                unloadFailures.getOrDefault(id, new ConcurrentLinkedQueue<>()).poll();
        if (failure == null) {
            loaded.remove(id);
            observer.onNext(UnloadModelResponse.getDefaultInstance());
            observer.onCompleted();
        } else {
            observer.onError(failure.asRuntimeException());
        }
    }

    @Override
    public void predictModelSize(PredictModelSizeRequest request, StreamObserver<PredictModelSizeResponse> observer) {
        var predicted = predictions.get(request.getModelId());
        note("predict", request.getModelId());
        if (predicted == null) {
            observer.onError(Status.UNIMPLEMENTED.asRuntimeException());
        } else {
            observer.onNext(PredictModelSizeResponse.newBuilder()
                    .setSizeInBytes(predicted)
                    .build());
            observer.onCompleted();
        }
    }

    @Override
    public void modelSize(ModelSizeRequest request, StreamObserver<ModelSizeResponse> observer) {
        note("size", request.getModelId());
        observer.onNext(ModelSizeResponse.newBuilder()
                .setSizeInBytes(lateSizes.getOrDefault(request.getModelId(), 0L))
                .build());
        observer.onCompleted();
    }

    private void note(String what, String id) {
        events.add(new Event(what, id, System.nanoTime()));
    }

    @Override
    public void close() {
        server.close();
        network.close();
    }
}
