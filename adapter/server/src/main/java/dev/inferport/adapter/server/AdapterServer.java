package dev.inferport.adapter.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.adapter.lifecycle.LoadPipeline;
import dev.inferport.adapter.lifecycle.LoadedModels;
import dev.inferport.adapter.lifecycle.ModelLifecycle;
import dev.inferport.adapter.lifecycle.ModelSlots;
import dev.inferport.adapter.lifecycle.ModelSource;
import dev.inferport.adapter.lifecycle.RuntimeClient;
import dev.inferport.adapter.lifecycle.RuntimeLayout;
import dev.inferport.adapter.lifecycle.RuntimePurge;
import dev.inferport.adapter.lifecycle.RuntimeTimeouts;
import dev.inferport.adapter.lifecycle.RuntimeWatch;
import dev.inferport.adapter.lifecycle.SizeEstimator;
import dev.inferport.adapter.lifecycle.Stragglers;
import dev.inferport.adapter.lifecycle.UnloadPipeline;
import dev.inferport.adapter.proxy.ProxyBackend;
import dev.inferport.adapter.proxy.ProxyRegistry;
import dev.inferport.adapter.proxy.ProxyRules;
import dev.inferport.adapter.server.AdapterSettings.Folders;
import dev.inferport.adapter.storage.PullObserver;
import dev.inferport.adapter.storage.Puller;
import dev.inferport.adapter.storage.StorageConfigs;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.ListeningServer;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.Readiness;
import dev.inferport.servicekit.StartException;
import dev.inferport.servicekit.Tracing;
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition of the adapter. What is started last is stopped first: the loads are cancelled and undone while the
 * server still answers, then the server lets the requests in flight finish, then everything below it goes.
 */
final class AdapterServer {

    private static final Logger log = LoggerFactory.getLogger(AdapterServer.class);

    /** The mesh asks the methods of its own package of us, never of the runtime. */
    private static final ProxyRules FORWARDED = ProxyRules.v2(Set.of("mmesh"));

    private static final int NETWORK_THREADS = 2;
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration FIRST_CHECK = Duration.ofSeconds(2);
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(15);

    private final AdapterSettings settings;
    private final Lifecycle life;

    private AdapterServer(AdapterSettings settings, Lifecycle life) {
        this.settings = settings;
        this.life = life;
    }

    /**
     * Starts everything; the lifecycle stops it.
     *
     * @return where the mesh finds the adapter
     */
    static Endpoint start(AdapterSettings settings, LogLevels levels, Lifecycle life) throws StartException {
        return new AdapterServer(settings, life).compose(levels);
    }

    private Endpoint compose(LogLevels levels) throws StartException {
        var endpoints = settings.endpoints();
        var limits = settings.limits();

        var loops = life.start("network threads", () -> EventLoops.create("adapter", NETWORK_THREADS));
        var repository = life.start(
                "channel to the runtime's repository",
                () -> endpoints.runtime().channel(loops),
                (channel, budget) -> channel.shutdownNow());
        var data = life.start(
                "channel to the runtime's data plane",
                () -> ProxyBackend.secured(
                        endpoints.data().endpoint(), loops, GrpcLimits.UNLIMITED, endpoints.data()::secure));

        var layout = new RuntimeLayout(settings.folders().models(), settings.formats());
        var runtime = new RuntimeClient(repository, RuntimeTimeouts.forLoadsOf(limits.loadTimeout()));
        var loaded = new LoadedModels();
        var sizes = new SizeEstimator(limits.sizes(), runtime);
        var slots = new ModelSlots(limits.loadingConcurrency(), WorkerThreads.create());
        var rules = FORWARDED.withCallsPerModel(limits.perModelConcurrency());
        var observers = new Observers(
                endpoints.admin().map(admin -> new AdapterMetrics(limits, rules, loaded, slots)), tracing());
        var observer = observers.lifecycle();
        var source = source(settings.folders(), limits.loadTimeout(), observers.pulls());
        var stragglers = new Stragglers(slots, runtime, loaded, FIRST_CHECK, limits.loadTimeout());
        var models = new ModelLifecycle(
                slots,
                new LoadPipeline(
                        source, layout, runtime, sizes, loaded, stragglers, limits.perModelConcurrency(), observer),
                new UnloadPipeline(source, layout, runtime, loaded, observer),
                new RuntimePurge(source, layout, runtime, loaded),
                sizes,
                loaded);
        var status = new RuntimeStatusProbe(models, limits, settings.runtimeVersion(), STATUS_PATIENCE);

        var watch = life.start(
                "runtime watch", () -> RuntimeWatch.start(repository, runtime, loaded, WATCH_INTERVAL, observer));
        var serving = new ServingState(() -> readiness(watch, status), ModelRuntimeGrpc.SERVICE_NAME);
        admin(endpoints.admin(), observers.metricsPage(), serving, levels);
        var forward = new ProxyRegistry(data, rules, observers.proxy());
        var server = life.start(
                        "server",
                        () -> MeshFront.start(
                                endpoints.listen(), loops, new ModelRuntimeService(models, status), serving, forward),
                        ListeningServer::stop)
                .endpoint();
        life.start("model slots", () -> slots, (started, budget) -> started.close(budget.dividedBy(2)));
        life.start("readiness", serving::begin);
        logStart(server);
        return server;
    }

    private void logStart(Endpoint server) {
        log.info(
                "event=adapter_started listen={} runtime={} data={}",
                server,
                settings.endpoints().runtime().endpoint(),
                settings.endpoints().data().endpoint());
    }

    private Optional<Tracing> tracing() throws StartException {
        var traces = settings.tracing();
        return traces.isEmpty()
                ? Optional.empty()
                : Optional.of(life.start("tracing", () -> Tracing.open(traces.get())));
    }

    private void admin(
            Optional<Listener.Admin> listener, Optional<HttpHandler> metrics, ServingState serving, LogLevels levels)
            throws StartException {
        if (listener.isPresent()) {
            life.start("admin server", () -> AdminFront.start(listener.get(), metrics, serving, levels));
        }
    }

    private ModelSource source(Folders folders, Duration loadTimeout, PullObserver observer) throws StartException {
        if (!folders.pulls()) {
            return ModelSource.inPlace(folders.models());
        }
        var puller =
                life.start("puller", () -> Puller.open(folders.pullerSettings().forLoadsOf(loadTimeout), observer));
        return ModelSource.pulling(new StorageConfigs(folders.storageConfig()), puller);
    }

    private static Readiness readiness(RuntimeWatch watch, RuntimeStatusProbe status) {
        if (!watch.up()) {
            return Readiness.notReady("the runtime does not answer");
        }
        return status.last() instanceof RuntimePurge.Outcome.Empty
                ? Readiness.READY
                : Readiness.notReady("waiting for the mesh: " + status.last());
    }
}
