package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.ModelSlots;
import dev.inferport.adapter.lifecycle.ModelSource;
import dev.inferport.adapter.proxy.ProxyBackend;
import dev.inferport.adapter.proxy.ProxyObserver;
import dev.inferport.adapter.proxy.ProxyRegistry;
import dev.inferport.adapter.proxy.ProxyRules;
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
import dev.inferport.wire.mmesh.ModelRuntimeGrpc;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition of a puller that stands in front of any runtime. It stops in the order of the adapter. */
final class PullerServer {

    private static final Logger log = LoggerFactory.getLogger(PullerServer.class);

    private static final ProxyRules FORWARDED = ProxyRules.v2(Set.of("mmesh"));

    private static final int NETWORK_THREADS = 2;
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(15);

    private PullerServer() {}

    /**
     * Starts everything; the lifecycle stops it.
     *
     * @return where the mesh finds the puller
     */
    static Endpoint start(PullerConfig config, LogLevels levels, Lifecycle life) throws StartException {
        var loops = life.start("network threads", () -> EventLoops.create("puller", NETWORK_THREADS));
        var channel = life.start(
                "channel to the runtime",
                () -> config.runtime().channel(loops),
                (started, budget) -> started.shutdownNow());
        var data = life.start(
                "channel for inference",
                () -> ProxyBackend.secured(
                        config.runtime().endpoint(), loops, GrpcLimits.UNLIMITED, config.runtime()::secure));
        var metrics = config.admin().map(admin -> new PullerMetrics(FORWARDED));
        var pulls = metrics.<PullObserver>map(PullerMetrics::pulls).orElseGet(PullObserver::none);
        var puller = life.start("puller", () -> Puller.open(config.folders().pullerSettings(), pulls));
        var source = ModelSource.pulling(new StorageConfigs(config.folders().storageConfig()), puller);
        // The mesh bounds the loads, as the runtime told it to.
        var slots = new ModelSlots(Integer.MAX_VALUE, WorkerThreads.create());
        var runtime = new DownstreamRuntime(channel, STATUS_PATIENCE);
        var status = new PullerStatus(slots, runtime, puller.directories(), STATUS_PATIENCE);
        var serving = new ServingState(() -> readiness(status), ModelRuntimeGrpc.SERVICE_NAME);
        if (config.admin().isPresent()) {
            life.start(
                    "admin server",
                    () -> AdminFront.start(config.admin().get(), metrics.map(PullerMetrics::page), serving, levels));
        }
        var service = new PullingModelRuntime(slots, source, runtime, status);
        var forward = new ProxyRegistry(
                data,
                FORWARDED,
                metrics.<ProxyObserver>map(PullerMetrics::proxy).orElseGet(ProxyObserver::none));
        var server = life.start(
                        "server",
                        () -> MeshFront.start(config.listen(), loops, service, serving, forward),
                        ListeningServer::stop)
                .endpoint();
        life.start("model slots", () -> slots, (started, budget) -> started.close(budget.dividedBy(2)));
        life.start("readiness", serving::begin);
        log.info(
                "event=puller_started listen={} runtime={}",
                server,
                config.runtime().endpoint());
        return server;
    }

    private static Readiness readiness(PullerStatus status) {
        return status.isReady() ? Readiness.READY : Readiness.notReady("waiting for the runtime: " + status.last());
    }
}
