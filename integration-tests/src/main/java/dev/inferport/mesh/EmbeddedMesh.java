package dev.inferport.mesh;

import dev.inferport.servicekit.CannotListenException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.GrpcServers;
import io.grpc.ManagedChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running mesh of one node, on a loopback port. It keeps nothing on disk; closing it ends it without unloading
 * anything, as ModelMesh does. Safe for use by several threads.
 */
public final class EmbeddedMesh implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedMesh.class);

    /** ModelMesh's own limits: 16 MiB for a message, 8 KiB for headers; the management channel has gRPC's 4 MiB. */
    private static final GrpcLimits SERVING_LIMITS = new GrpcLimits(16 << 20, 8 << 10);

    private static final GrpcLimits MANAGEMENT_LIMITS = new GrpcLimits(4 << 20, 8 << 10);

    private final NodeLoop loop;
    private final MeshNode node;
    private final int port;
    private final Deque<AutoCloseable> parts;

    private EmbeddedMesh(NodeLoop loop, MeshNode node, int port, Deque<AutoCloseable> parts) {
        this.loop = loop;
        this.node = node;
        this.port = port;
        this.parts = parts;
    }

    /**
     * Waits until the runtime is READY, then opens the port.
     *
     * @throws MeshStartException where the runtime's answer would end a real mesh, or READY takes too long
     * @throws CannotListenException where the port is taken
     */
    public static EmbeddedMesh start(MeshConfig config)
            throws MeshStartException, CannotListenException, InterruptedException {
        var parts = new ArrayDeque<AutoCloseable>();
        try {
            return open(config, parts);
        } catch (MeshStartException | CannotListenException | InterruptedException | RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    private static EmbeddedMesh open(MeshConfig config, Deque<AutoCloseable> parts)
            throws MeshStartException, CannotListenException, InterruptedException {
        var network = opened(EventLoops.create("mesh-network", 2), parts);
        var loop = opened(new NodeLoop(), parts);
        var management = channel(config.runtime(), network, MANAGEMENT_LIMITS, parts);
        var serving = channel(config.serving(), network, SERVING_LIMITS, parts);
        var runtime = new RuntimeDriver(management, loop);
        var parameters = await(StartupPoll.untilReady(runtime, loop, config.pollInterval(), config.startTimeout()));
        var node = new MeshNode(runtime, parameters, loop, config);
        var vmodels = new VModels(node, loop);
        var route = new InferenceRoute(loop, node, vmodels, serving);
        var server = GrpcServers.builder(Endpoint.tcp(Endpoint.LOOPBACK, config.port()), network)
                .limits(SERVING_LIMITS)
                .configure(netty -> netty.addService(new ModelMeshService(loop, node, vmodels))
                        .fallbackHandlerRegistry(new InferenceForwarder(parameters.methods(), route)))
                .start();
        return new EmbeddedMesh(loop, node, opened(server, parts).port(), parts);
    }

    /** The port of the mesh, also after it is closed. */
    public int port() {
        return port;
    }

    /** What the node holds at this moment. */
    public MeshState state() {
        return CompletableFuture.supplyAsync(node::state, loop).join();
    }

    @Override
    public void close() {
        close(parts);
    }

    private static RuntimeParameters await(CompletableFuture<RuntimeParameters> ready)
            throws MeshStartException, InterruptedException {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MeshStartException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ManagedChannel channel(
            Endpoint endpoint, EventLoops network, GrpcLimits limits, Deque<AutoCloseable> parts) {
        var channel = GrpcChannels.builder(endpoint, network).limits(limits).build();
        parts.push(() -> channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS));
        return channel;
    }

    private static <T extends AutoCloseable> T opened(T part, Deque<AutoCloseable> parts) {
        parts.push(part);
        return part;
    }

    /** Closes what was opened, the last first. */
    private static void close(Deque<AutoCloseable> parts) {
        for (var part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                log.warn("event=close_failed part={}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
