package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The V2 REST front of a runtime, listening. Safe for any thread. */
public final class RestServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RestServer.class);

    private final Channel acceptor;
    private final ChannelGroup connections;
    private final ExecutorService background;
    private final Runnable releaseLoops;

    private RestServer(Channel acceptor, ChannelGroup connections, ExecutorService background, Runnable releaseLoops) {
        this.acceptor = acceptor;
        this.connections = connections;
        this.background = background;
        this.releaseLoops = releaseLoops;
    }

    /** Starts to describe a server on any free port of the loopback interface. */
    public static Builder builder(InferenceRuntime runtime) {
        return new Builder(runtime);
    }

    /** Where the server listens; a configured port 0 is replaced by the real one. */
    public Endpoint.Tcp endpoint() {
        InetSocketAddress address = (InetSocketAddress) acceptor.localAddress();
        return Endpoint.tcp(address.getAddress().getHostAddress(), address.getPort());
    }

    public int port() {
        return endpoint().port();
    }

    /** The number of open connections. */
    int connectionCount() {
        return connections.size();
    }

    /**
     * Accepts no more connections, answers the requests that have begun to arrive, and closes every connection; those
     * that take longer than the budget are cut off. Calling it again is harmless. Not for use on an event loop.
     */
    public void stop(Duration budget) {
        acceptor.close().awaitUninterruptibly();
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Drain.EVENT));
        boolean drained = connections.newCloseFuture().awaitUninterruptibly(budget.toMillis(), TimeUnit.MILLISECONDS);
        if (!drained) {
            log.warn("event=rest_connections_cut_off count={} budget_ms={}", connections.size(), budget.toMillis());
        }
        // Also those that were accepted too late to be told.
        connections.close().awaitUninterruptibly();
        background.shutdownNow();
        releaseLoops.run();
    }

    /** Stops at once: requests under way are cancelled. */
    @Override
    public void close() {
        connections.close().awaitUninterruptibly();
        stop(Duration.ZERO);
    }

    /** Describes one server. Not safe for use by several threads. */
    public static final class Builder {

        private static final int BACKLOG = 1024;

        private final InferenceRuntime runtime;
        private Endpoint.Tcp endpoint = Endpoint.tcp(Endpoint.LOOPBACK, 0);
        private RestLimits limits = RestLimits.defaults();
        private boolean compressResponses = true;
        private String rootPath = "";
        private Optional<CorsPolicy> cors = Optional.empty();
        private RestObserver observer = RestObserver.none();
        private RestTracer tracer = RestTracer.none();
        private @Nullable EventLoops sharedLoops;
        private @Nullable Tls tls;

        private Builder(InferenceRuntime runtime) {
            this.runtime = runtime;
        }

        /** Where to listen; port 0 takes any free port. */
        public Builder endpoint(Endpoint.Tcp value) {
            this.endpoint = value;
            return this;
        }

        public Builder limits(RestLimits value) {
            this.limits = value;
            return this;
        }

        /** Whether responses of 500 bytes and more are compressed for clients that take gzip; true unless set. */
        public Builder compressResponses(boolean value) {
            this.compressResponses = value;
            return this;
        }

        /** The path that a proxy puts before every other, such as {@code /serving}; none unless set. */
        public Builder rootPath(String value) {
            this.rootPath = value;
            return this;
        }

        /** Lets pages of other origins call; no browser lets them unless set. */
        public Builder cors(CorsPolicy value) {
            this.cors = Optional.of(value);
            return this;
        }

        /** Learns of each request; nobody does unless set. */
        public Builder observer(RestObserver value) {
            this.observer = value;
            return this;
        }

        /** Follows each request; nobody does unless set. */
        public Builder tracer(RestTracer value) {
            this.tracer = value;
            return this;
        }

        /** Takes TLS, and nothing else, with these certificates; plain text unless set. */
        public Builder tls(Tls value) {
            this.tls = value;
            return this;
        }

        /** Network threads to use, which are not closed with the server; it has its own unless set. */
        public Builder eventLoops(EventLoops value) {
            this.sharedLoops = value;
            return this;
        }

        /**
         * Opens the port and serves.
         *
         * @throws IOException where the port is taken or can't be opened
         */
        public RestServer start() throws IOException {
            ExecutorService background = BackgroundThreads.create();
            ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
            EventLoops shared = sharedLoops;
            EventLoops loops = shared == null ? ownLoops() : shared;
            Runnable releaseLoops = shared == null ? loops::close : () -> {};
            ChannelFuture bound = new ServerBootstrap()
                    .group(loops.group())
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(new ConnectionSetup(dispatcher(background), limits, connections, tls))
                    .bind(endpoint.address())
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                background.shutdownNow();
                releaseLoops.run();
                throw new IOException(
                        "cannot listen on port " + endpoint.port() + " of " + endpoint.host() + ": "
                                + bound.cause().getMessage()
                                + "; end the process that has the port, or configure another one",
                        bound.cause());
            }
            RestServer server = new RestServer(bound.channel(), connections, background, releaseLoops);
            log.info("event=rest_started endpoint={}", server.endpoint());
            return server;
        }

        private Dispatcher dispatcher(ExecutorService background) {
            JsonFactory json = Json.factory();
            MetadataWriter writer = new MetadataWriter(json);
            GzipCoding gzip = new GzipCoding(limits.bodyLimit());
            ErrorReplies errors = new ErrorReplies(writer);
            Router router = new Router(rootPath);
            return new Dispatcher(
                    router,
                    new ServerOperations(runtime, writer, background),
                    new RepositoryOperations(runtime, json, writer, gzip, background),
                    new InferOperation(runtime, json, gzip, errors, background),
                    new DocsOperations(runtime, router, background),
                    new ModelRoutes(runtime, gzip, errors, background),
                    gzip,
                    compressResponses,
                    errors,
                    cors.map(CrossOrigin::new),
                    observer,
                    tracer);
        }

        private static EventLoops ownLoops() {
            return EventLoops.create("rest", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        }
    }
}
