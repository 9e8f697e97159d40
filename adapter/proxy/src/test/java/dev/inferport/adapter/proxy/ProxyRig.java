package dev.inferport.adapter.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.servicekit.CannotListenException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcLimits;
import dev.inferport.servicekit.GrpcServers;
import dev.inferport.servicekit.ListeningServer;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyServerBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client, the proxy and a runtime over real sockets. The proxy's network buffers come from an allocator that counts:
 * when the rig is closed, every one of them must have been released.
 */
final class ProxyRig implements AutoCloseable {

    private static final ProxyRules RULES = ProxyRules.v2(Set.of("mmesh"));

    /** Each call's method as it begins, and with its code as it ends. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    final RawRuntime raw = new RawRuntime();
    final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true);
    final ProxyRegistry registry;
    final ListeningServer proxy;
    final ManagedChannel client;

    private final EventLoops clientLoops = EventLoops.create("client", 1);
    private final EventLoops proxyLoops = EventLoops.create("proxy", 2);
    private final EventLoops runtimeLoops = EventLoops.create("runtime", 1);
    private final ProxyBackend backend;
    private final BindableService[] services;

    private Endpoint runtimeEndpoint;
    private @Nullable ListeningServer runtime;

    private ProxyRig(
            Endpoint proxyEndpoint,
            Endpoint runtimeEndpoint,
            boolean withRuntime,
            ProxyRules rules,
            BindableService... services)
            throws CannotListenException {
        this.services = services;
        this.runtimeEndpoint = runtimeEndpoint;
        if (withRuntime) {
            startRuntime();
        }
        backend = ProxyBackend.of(
                this.runtimeEndpoint,
                proxyLoops,
                GrpcLimits.UNLIMITED,
                netty -> netty.withOption(ChannelOption.ALLOCATOR, buffers));
        registry = new ProxyRegistry(backend, rules, (method, headers) -> {
            seen.add(method);
            return status -> seen.add(method + " " + status.getCode());
        });
        proxy = GrpcServers.builder(proxyEndpoint, proxyLoops)
                .configure(netty -> netty.directExecutor()
                        .fallbackHandlerRegistry(registry)
                        .withChildOption(ChannelOption.ALLOCATOR, buffers))
                .start();
        client = GrpcChannels.builder(proxy.endpoint(), clientLoops)
                .configure(netty -> netty.directExecutor())
                .build();
    }

    static ProxyRig overTcp(BindableService... services) throws CannotListenException {
        return new ProxyRig(Endpoint.parse("port:0"), Endpoint.parse("port:0"), true, RULES, services);
    }

    static ProxyRig limitedTo(int callsPerModel) throws CannotListenException {
        return new ProxyRig(
                Endpoint.parse("port:0"), Endpoint.parse("port:0"), true, RULES.withCallsPerModel(callsPerModel));
    }

    static ProxyRig between(Endpoint proxy, Endpoint runtime) throws CannotListenException {
        return new ProxyRig(proxy, runtime, true, RULES);
    }

    /** A client and the proxy only; whatever listens at the endpoint is the test's own. */
    static ProxyRig before(Endpoint runtime) throws CannotListenException {
        return new ProxyRig(Endpoint.parse("port:0"), runtime, false, RULES);
    }

    Endpoint runtimeEndpoint() {
        return runtimeEndpoint;
    }

    /** Starts the runtime at the same endpoint as before. */
    void startRuntime() throws CannotListenException {
        runtime = GrpcServers.builder(runtimeEndpoint, runtimeLoops)
                .configure(this::addServices)
                .start();
        runtimeEndpoint = runtime.endpoint();
    }

    void stopRuntime() {
        if (runtime != null) {
            runtime.close();
            runtime = null;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        awaitTermination();
        proxy.stop(Duration.ofSeconds(2));
        backend.close();
        stopRuntime();
        clientLoops.close();
        runtimeLoops.close();
        await().untilAsserted(() -> {
            assertThat(buffers.metric().usedDirectMemory()).isZero();
            assertThat(buffers.metric().usedHeapMemory()).isZero();
        });
        proxyLoops.close();
    }

    private void addServices(NettyServerBuilder netty) {
        netty.addService(raw.service());
        for (BindableService service : services) {
            netty.addService(service);
        }
    }

    private void awaitTermination() {
        try {
            assertThat(client.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
