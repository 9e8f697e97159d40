package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelClassPath;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.runtime.grpc.InferenceService;
import dev.inferport.runtime.rest.RestObserver;
import dev.inferport.runtime.rest.RestServer;
import dev.inferport.servicekit.AdminServer;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.HealthService;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.Readiness;
import dev.inferport.servicekit.StartException;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Puts the runtime together: models, metrics, gRPC front, REST front. What is started last is stopped first, so that
 * the fronts finish their requests before the models go.
 */
final class RuntimeServer {

    private static final Logger log = LoggerFactory.getLogger(RuntimeServer.class);

    /** A stream whose client is gone without a word holds its place no longer than this. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    private RuntimeServer() {}

    /**
     * The ports that a server listens on.
     *
     * @param metrics empty where there are none
     */
    record Ports(int grpc, int rest, OptionalInt metrics) {}

    /** Starts every part; the models load while this returns. */
    static Ports start(ServerSettings settings, Map<String, String> environment, Lifecycle lifecycle)
            throws StartException {
        EventLoops loops = lifecycle.start(
                "network threads",
                () -> EventLoops.create("network", Runtime.getRuntime().availableProcessors()));
        ExecutorService blocking = lifecycle.start(
                "blocking threads", () -> Executors.newCachedThreadPool(RuntimeServer::daemon), RuntimeServer::stop);
        Optional<Metrics> metrics =
                settings.metrics().isOn() ? Optional.of(new Metrics(settings.metrics())) : Optional.empty();
        InferenceRuntime runtime =
                lifecycle.start("models", () -> models(settings, environment, observer(settings.log(), metrics)));
        OptionalInt metricsPort = OptionalInt.empty();
        if (metrics.isPresent()) {
            AdminServer admin = lifecycle.start("metrics", () -> metricsPage(settings, metrics.get(), runtime));
            metricsPort = OptionalInt.of(admin.endpoint().port());
        }
        HealthService health = new HealthService(GRPCInferenceServiceGrpc.SERVICE_NAME);
        ListeningServer grpc = lifecycle.start(
                "gRPC front",
                () -> grpcFront(settings, runtime, health, metrics, loops, blocking),
                ListeningServer::stop);
        RestServer rest =
                lifecycle.start("REST front", () -> restFront(settings, runtime, metrics, loops), RestServer::stop);
        ServingState state = lifecycle.start("readiness", () -> new ServingState(runtime, health));
        Ports ports = new Ports(grpc.port(), rest.port(), metricsPort);
        log(settings, ports);
        lifecycle.start(
                "load at start-up", () -> loadModels(settings, runtime, state), (load, budget) -> load.cancel(false));
        return ports;
    }

    private static void log(ServerSettings settings, Ports ports) {
        log.info(
                "event=listening host={} grpc_port={} http_port={} metrics_port={} models=\"{}\" workers={}",
                settings.host(),
                ports.grpc(),
                ports.rest(),
                ports.metrics().isPresent() ? ports.metrics().getAsInt() : "off",
                settings.modelsFolder(),
                settings.limits().workers());
    }

    private static InferenceObserver observer(LogSettings log, Optional<Metrics> metrics) {
        List<InferenceObserver> observers = new ArrayList<>();
        metrics.ifPresent(present -> observers.add(present.models()));
        if (log.showsRequests()) {
            observers.add(new AccessLog(log.access() ? Level.INFO : Level.DEBUG));
        }
        return InferenceObserver.all(observers);
    }

    private static InferenceRuntime models(
            ServerSettings settings, Map<String, String> environment, InferenceObserver observer) {
        return new InferenceRuntime(
                new ServerInfo(settings.serverName(), settings.serverVersion(), settings.extensions()),
                new ModelRepository(settings.modelsFolder(), ModelDefaults.fromEnvironment(environment)),
                new ModelFactory(ModelClassPath.open(settings.modelsClassPath())),
                settings.limits(),
                observer);
    }

    private static AdminServer metricsPage(ServerSettings settings, Metrics metrics, InferenceRuntime runtime)
            throws Exception {
        metrics.observe(runtime);
        return AdminServer.builder(
                        Endpoint.tcp(settings.host(), settings.metrics().port()))
                .ready(() -> runtime.isReady() ? Readiness.READY : Readiness.notReady("models are loading"))
                .route(settings.metrics().path(), metrics.page())
                .start();
    }

    private static ListeningServer grpcFront(
            ServerSettings settings,
            InferenceRuntime runtime,
            HealthService health,
            Optional<Metrics> metrics,
            EventLoops loops,
            ExecutorService blocking)
            throws Exception {
        return GrpcServers.builder(Endpoint.tcp(settings.host(), settings.grpcPort()), loops)
                .limits(GrpcLimits.UNLIMITED.withMaxMessageBytes(settings.grpcMaxMessageBytes()))
                .configure(server -> server.directExecutor()
                        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                        .addService(new InferenceService(runtime, blocking))
                        .addService(health)
                        .addService(ProtoReflectionServiceV1.newInstance()))
                .configure(server -> metrics.ifPresent(present -> server.intercept(present.grpc())))
                .start();
    }

    private static RestServer restFront(
            ServerSettings settings, InferenceRuntime runtime, Optional<Metrics> metrics, EventLoops loops)
            throws Exception {
        RestServer.Builder server = RestServer.builder(runtime)
                .endpoint(Endpoint.tcp(settings.host(), settings.httpPort()))
                .observer(metrics.<RestObserver>map(Metrics::rest).orElseGet(RestObserver::none))
                .limits(settings.rest().limits())
                .compressResponses(settings.rest().gzip())
                .rootPath(settings.rest().rootPath())
                .eventLoops(loops);
        settings.rest().cors().ifPresent(server::cors);
        return server.start();
    }

    /** Nobody waits for the models: the ports answer meanwhile, and say that the server is not ready. */
    private static CompletableFuture<Void> loadModels(
            ServerSettings settings, InferenceRuntime runtime, ServingState state) {
        if (!settings.loadModelsAtStartup()) {
            state.ready();
            return CompletableFuture.completedFuture(null);
        }
        return runtime.loadAll().thenRun(() -> {
            state.ready();
            log.info("event=models_loaded count={}", runtime.index(true).size());
        });
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "blocking");
        thread.setDaemon(true);
        return thread;
    }

    private static void stop(ExecutorService executor, Duration budget) throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(budget.toNanos(), TimeUnit.NANOSECONDS)) {
            executor.shutdownNow();
        }
    }
}
