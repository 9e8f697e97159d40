package dev.inferport.adapter.proxy;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.GrpcLimits;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connection to the runtime that calls are forwarded to. It connects with the first call, and again by itself
 * within half a second after the runtime came back. Safe for use by several threads.
 *
 * <p>Retries of gRPC are off: a forwarded message can be read once only, and a second attempt would send an empty one.
 */
public final class ProxyBackend implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;

    private final Endpoint endpoint;
    private final ManagedChannel channel;

    private ProxyBackend(Endpoint endpoint, ManagedChannel channel) {
        this.endpoint = endpoint;
        this.channel = channel;
    }

    /**
     * Describes the connection; nothing is opened yet.
     *
     * @param loops the network threads, best those of the server in front, so that few calls change threads
     * @param limits what the runtime may send; requests are limited by the server in front
     */
    public static ProxyBackend of(Endpoint endpoint, EventLoops loops, GrpcLimits limits) {
        return secured(endpoint, loops, limits, channel -> {});
    }

    /**
     * As {@link #of}, with whatever else the channel needs, such as TLS.
     *
     * @param security is applied to the channel before it is built
     */
    public static ProxyBackend secured(
            Endpoint endpoint, EventLoops loops, GrpcLimits limits, Consumer<GrpcChannels.Builder> security) {
        var channel = GrpcChannels.builder(endpoint, loops);
        security.accept(channel);
        return of(endpoint, channel, loops, limits);
    }

    static ProxyBackend of(
            Endpoint endpoint, EventLoops loops, GrpcLimits limits, Consumer<NettyChannelBuilder> configuration) {
        return of(endpoint, GrpcChannels.builder(endpoint, loops).configure(configuration), loops, limits);
    }

    private static ProxyBackend of(
            Endpoint endpoint, GrpcChannels.Builder builder, EventLoops loops, GrpcLimits limits) {
        ManagedChannel channel = builder.limits(limits)
                .disableRetries()
                .configure(NettyChannelBuilder::directExecutor)
                .build();
        new Reconnection(channel, loops.group()).watch();
        return new ProxyBackend(endpoint, channel);
    }

    /** Where the runtime listens. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** How the connection is; asking doesn't open it. */
    public ConnectivityState state() {
        return channel.getState(false);
    }

    ClientCall<InputStream, InputStream> newCall(MethodDescriptor<InputStream, InputStream> method) {
        return channel.newCall(method, CallOptions.DEFAULT);
    }

    /** Cancels what is in flight and disconnects. */
    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
