package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.runtime.core.ModelClassPath;
import dev.inferport.runtime.core.ModelDefaults;
import dev.inferport.runtime.core.ModelFactory;
import dev.inferport.runtime.core.ModelRepository;
import dev.inferport.runtime.core.Plugins;
import dev.inferport.runtime.core.ServerInfo;
import dev.inferport.runtime.rest.RestServer;
import dev.inferport.servicekit.AdminServer;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.HealthService;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.StartException;
import dev.inferport.servicekit.Tls;
import dev.inferport.wire.inference.GRPCInferenceServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the runtime together: models, metrics, gRPC front, REST front. What is started last is stopped first, so that
 * the fronts finish their requests before the models go.
 */
final class RuntimeServer {

    private static final Logger log = LoggerFactory.getLogger(RuntimeServer.class);

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
        ServerInfo info = new ServerInfo(settings.serverName(), settings.serverVersion(), settings.extensions());
        Telemetry telemetry = Telemetry.start(settings, lifecycle);
        Plugins plugins = lifecycle.start("plug-ins", settings.code()::openPlugins);
        InferenceRuntime runtime =
                lifecycle.start("models", () -> models(settings, info, environment, plugins, telemetry));
        OptionalInt metricsPort = OptionalInt.empty();
        if (telemetry.metrics().isPresent()) {
            Metrics metrics = telemetry.metrics().get();
            AdminServer admin = lifecycle.start("metrics", () -> AdminPort.open(settings, metrics, runtime));
            metricsPort = OptionalInt.of(admin.endpoint().port());
        }
        HealthService health = new HealthService(GRPCInferenceServiceGrpc.SERVICE_NAME);
        Optional<Tls> tls = settings.listeners().tls().map(Tls::open);
        GrpcFront front = new GrpcFront(settings, runtime, health, telemetry, loops, blocking);
        ListeningServer grpc = lifecycle.start("gRPC front", () -> front.onPort(tls), ListeningServer::stop);
        if (settings.listeners().grpcSocket().isPresent()) {
            Path socket = settings.listeners().grpcSocket().get();
            lifecycle.start("gRPC socket", () -> front.onSocket(socket), ListeningServer::stop);
        }
        RestServer rest = lifecycle.start(
                "REST front", () -> restFront(settings, runtime, telemetry, loops, tls), RestServer::stop);
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

    private static InferenceRuntime models(
            ServerSettings settings,
            ServerInfo info,
            Map<String, String> environment,
            Plugins plugins,
            Telemetry telemetry) {
        return new InferenceRuntime(
                info,
                new ModelRepository(settings.modelsFolder(), ModelDefaults.fromEnvironment(environment)),
                new ModelFactory(ModelClassPath.open(settings.code().classPath()), plugins, telemetry.custom()),
                settings.limits(),
                telemetry.models());
    }

    private static RestServer restFront(
            ServerSettings settings, InferenceRuntime runtime, Telemetry telemetry, EventLoops loops, Optional<Tls> tls)
            throws Exception {
        RestServer.Builder server = RestServer.builder(runtime)
                .endpoint(Endpoint.tcp(settings.host(), settings.httpPort()))
                .observer(telemetry.rest())
                .tracer(telemetry.restTracer())
                .limits(settings.rest().limits())
                .compressResponses(settings.rest().gzip())
                .rootPath(settings.rest().rootPath())
                .eventLoops(loops);
        settings.rest().cors().ifPresent(server::cors);
        tls.ifPresent(server::tls);
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
