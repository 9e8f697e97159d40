package dev.inferport.servicekit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The network threads of a process. One instance serves all its servers and channels, TCP and Unix sockets alike;
 * whoever creates it closes it, after the servers and channels that use it.
 */
public final class EventLoops implements AutoCloseable {

    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;

    private EventLoops(EventLoopGroup group) {
        this.group = group;
    }

    /**
     * Creates daemon threads named {@code name-1-1}, {@code name-1-2}, …; each starts with its first connection.
     *
     * @param threads at least 1
     */
    public static EventLoops create(String name, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
        }
        var factory = new DefaultThreadFactory(name, true);
        return new EventLoops(new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory()));
    }

    /** The Netty group, for code that talks Netty itself. */
    public EventLoopGroup group() {
        return group;
    }

    /** Ends the threads and waits for them, at most 5 seconds. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    static Class<? extends ServerChannel> serverChannelType(Endpoint endpoint) {
        return endpoint instanceof Endpoint.UnixSocket
                ? NioServerDomainSocketChannel.class
                : NioServerSocketChannel.class;
    }

    static Class<? extends Channel> clientChannelType(Endpoint endpoint) {
        return endpoint instanceof Endpoint.UnixSocket ? NioDomainSocketChannel.class : NioSocketChannel.class;
    }
}
