package dev.inferport.adapter.lifecycle;

import com.google.common.util.concurrent.MoreExecutors;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.inferport.wire.inference.InferParameter;
import dev.inferport.wire.inference.ModelInferRequest;
import dev.inferport.wire.inference.ModelInferResponse;
import dev.inferport.wire.inference.ModelMetadataRequest;
import dev.inferport.wire.inference.ModelMetadataResponse;
import dev.inferport.wire.inference.RepositoryIndexRequest;
import dev.inferport.wire.inference.RepositoryIndexResponse;
import dev.inferport.wire.inference.RepositoryModelLoadRequest;
import dev.inferport.wire.inference.RepositoryModelLoadResponse;
import dev.inferport.wire.inference.RepositoryModelUnloadRequest;
import dev.inferport.wire.inference.RepositoryModelUnloadResponse;
import dev.inferport.wire.inference.ServerLiveRequest;
import dev.inferport.wire.inference.ServerLiveResponse;
import dev.inferport.wire.inference.ServerMetadataRequest;
import dev.inferport.wire.inference.ServerMetadataResponse;
import dev.inferport.wire.inference.ServerReadyRequest;
import dev.inferport.wire.inference.ServerReadyResponse;
import io.grpc.Context;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A runtime's repository on a real port, which does what a test tells it: hold a load, fail, die and come back. */
public final class ScriptedRuntime {

    /** Everything that was asked, in order, such as {@code load a}. */
    public final List<String> journal = new CopyOnWriteArrayList<>();

    /** What is loaded. */
    public final Set<String> models = ConcurrentHashMap.newKeySet();

    /** What it reports as measured, by model. */
    public final Map<String, Long> measured = new ConcurrentHashMap<>();

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Map<String, Queue<Status>> failures = new ConcurrentHashMap<>();
    private final int port;
    private volatile boolean ready = true;
    private volatile String version = "1.2.3";
    private @Nullable Server server;
    private @Nullable ExecutorService threads;

    private ScriptedRuntime() throws IOException {
        port = listen(0);
    }

    public static ScriptedRuntime start() throws IOException {
        return new ScriptedRuntime();
    }

    public int port() {
        return port;
    }

    public void ready(boolean now) {
        ready = now;
    }

    public void version(String now) {
        version = now;
    }

    /** The next load or unload of the model, or the next call of an RPC named so, fails; several add up. */
    public void fail(String what, Status status) {
        failures.computeIfAbsent(what, key -> new ArrayDeque<>()).add(status);
    }

    /** Loads of a model, or with {@code unload m} unloads of it, don't end before they are released. */
    public Hold hold(String what) {
        var hold = new Hold();
        holds.put(what, hold);
        return hold;
    }

    /** The process dies: connections break, models are gone. */
    public void die() throws InterruptedException {
        var now = server;
        var pool = threads;
        if (now != null && pool != null) {
            now.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            pool.shutdownNow();
            pool.awaitTermination(10, TimeUnit.SECONDS);
        }
        models.clear();
    }

    /** The process comes back, empty, on the same port. */
    public void comeBack() throws IOException {
        listen(port);
    }

    public void close() throws InterruptedException {
        holds.values().forEach(Hold::release);
        die();
    }

    private int listen(int where) throws IOException {
        threads = Executors.newCachedThreadPool();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), where))
                .executor(threads)
                .addService(new Repository())
                .build()
                .start();
        return server.getPort();
    }

    /** A load or unload that is kept from ending. */
    public static final class Hold {

        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private volatile boolean deaf;

        /** The load goes on when it is cancelled, as in runtimes that can't abort one. */
        public Hold deaf() {
            deaf = true;
            return this;
        }

        public void awaitArrival() throws InterruptedException {
            if (!arrived.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing arrived");
            }
        }

        public void release() {
            open.countDown();
        }
    }

    private final class Repository extends GRPCInferenceServiceImplBase {

        @Override
        public void repositoryModelLoad(
                RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
            var model = request.getModelName();
            journal.add("load " + model);
            var hold = holds.get(model);
            if (hold != null && !outlast(hold)) {
                journal.add("cancelled " + model);
                return;
            }
            if (!failed("load " + model, observer)) {
                models.add(model);
                if (hold != null && hold.deaf) {
                    journal.add("late load " + model);
                }
                answer(observer, RepositoryModelLoadResponse.getDefaultInstance());
            }
        }

        private boolean outlast(Hold hold) {
            var call = Context.current();
            call.addListener(
                    context -> {
                        if (!hold.deaf) {
                            hold.release();
                        }
                    },
                    MoreExecutors.directExecutor());
            hold.arrived.countDown();
            try {
                hold.open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return hold.deaf || !call.isCancelled();
        }

        @Override
        public void repositoryModelUnload(
                RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> observer) {
            var model = request.getModelName();
            journal.add("unload " + model);
            var hold = holds.get("unload " + model);
            if ((hold != null && !outlast(hold)) || failed("unload " + model, observer)) {
                return;
            }
            if (models.remove(model)) {
                answer(observer, RepositoryModelUnloadResponse.getDefaultInstance());
            } else {
                observer.onError(Status.NOT_FOUND
                        .withDescription("Model " + model + " not found")
                        .asRuntimeException());
            }
        }

        @Override
        public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> observer) {
            if (failed("RepositoryIndex", observer)) {
                return;
            }
            var response = RepositoryIndexResponse.newBuilder();
            models.forEach(model -> response.addModelsBuilder().setName(model).setState("READY"));
            answer(observer, response.build());
        }

        @Override
        public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
            answer(observer, ServerLiveResponse.newBuilder().setLive(true).build());
        }

        @Override
        public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
            if (!failed("ServerReady", observer)) {
                answer(
                        observer,
                        ServerReadyResponse.newBuilder().setReady(ready).build());
            }
        }

        @Override
        public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
            if (!failed("ServerMetadata", observer)) {
                answer(
                        observer,
                        ServerMetadataResponse.newBuilder().setVersion(version).build());
            }
        }

        @Override
        public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
            if (failed("ModelMetadata", observer)) {
                return;
            }
            var response = ModelMetadataResponse.newBuilder().setName(request.getName());
            var bytes = measured.get(request.getName());
            if (bytes != null) {
                var parameter = InferParameter.newBuilder().setInt64Param(bytes);
                response.putParameters("size_in_bytes", parameter.build());
            }
            answer(observer, response.build());
        }

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
            if (models.contains(request.getModelName())) {
                answer(
                        observer,
                        ModelInferResponse.newBuilder()
                                .setModelName(request.getModelName())
                                .build());
            } else {
                observer.onError(Status.NOT_FOUND.asRuntimeException());
            }
        }

        private boolean failed(String what, StreamObserver<?> observer) {
            var queue = failures.get(what);
            var status = queue == null ? null : queue.poll();
            if (status != null) {
                observer.onError(status.asRuntimeException());
            }
            return status != null;
        }

        private <T> void answer(StreamObserver<T> observer, T response) {
            observer.onNext(response);
            observer.onCompleted();
        }
    }
}
