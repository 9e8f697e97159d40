package dev.inferport.servicekit;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds gRPC servers on TCP ports and Unix domain sockets, with the JDK's NIO and no native library.
 *
 * <p>Clients may send keep-alive pings as often as every second, with or without calls: between containers of one pod,
 * an eager ping is no attack, and a connection closed for it costs requests.
 */
public final class GrpcServers {

    private static final int PERMITTED_KEEP_ALIVE_SECONDS = 1;

    private GrpcServers() {}

    /** Starts to describe a server; nothing is opened before {@link Builder#start}. */
    public static Builder builder(Endpoint endpoint, EventLoops loops) {
        return new Builder(endpoint, loops);
    }

    /** Describes one server. Not safe for use by several threads. */
    public static final class Builder {

        private final Endpoint endpoint;
        private final NettyServerBuilder netty;
        private @Nullable Set<PosixFilePermission> socketPermissions;

        private Builder(Endpoint endpoint, EventLoops loops) {
            this.endpoint = endpoint;
            this.netty = NettyServerBuilder.forAddress(endpoint.address())
                    .channelType(EventLoops.serverChannelType(endpoint))
                    .bossEventLoopGroup(loops.group())
                    .workerEventLoopGroup(loops.group())
                    .permitKeepAliveTime(PERMITTED_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true);
            if (endpoint instanceof Endpoint.UnixSocket) {
                // gRPC asks for TCP keep-alive everywhere; a Unix socket has none, and Netty would warn per connection.
                netty.withChildOption(ChannelOption.SO_KEEPALIVE, null);
            }
            limits(GrpcLimits.UNLIMITED);
        }

        /** Message and metadata sizes; {@link GrpcLimits#UNLIMITED} unless set. */
        public Builder limits(GrpcLimits limits) {
            netty.maxInboundMessageSize(limits.messageBytesForGrpc());
            netty.maxInboundMetadataSize(limits.maxMetadataBytes());
            return this;
        }

        /** Who may connect to a Unix socket; the process's umask decides unless set. Nothing for a TCP port. */
        public Builder socketPermissions(Set<PosixFilePermission> permissions) {
            this.socketPermissions = Set.copyOf(permissions);
            return this;
        }

        /** Speaks TLS; plain text unless set. */
        public Builder tls(Tls tls) {
            netty.sslContext(tls.forGrpc(false));
            return this;
        }

        /** Services, interceptors, executors and whatever else gRPC's own builder offers. */
        public Builder configure(Consumer<? super NettyServerBuilder> configuration) {
            configuration.accept(netty);
            return this;
        }

        /**
         * Opens the endpoint and serves. The directory of a Unix socket is created, and a socket file that a crashed
         * process left behind is replaced.
         *
         * @throws CannotListenException if the endpoint is in use, or can't be opened
         */
        public ListeningServer start() throws CannotListenException {
            SocketFile file = endpoint instanceof Endpoint.UnixSocket unix ? new SocketFile(unix) : null;
            Server server = null;
            try {
                if (file != null) {
                    file.prepare();
                }
                server = netty.build().start();
                if (file != null && socketPermissions != null) {
                    file.permit(socketPermissions);
                }
                return new ListeningServer(server, endpoint, file);
            } catch (IOException e) {
                if (server != null) {
                    server.shutdownNow();
                }
                throw explain(e);
            }
        }

        private CannotListenException explain(IOException failure) {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                if (t instanceof BindException) {
                    return CannotListenException.bind(endpoint, t);
                }
            }
            return CannotListenException.other(endpoint, failure.getCause() == null ? failure : failure.getCause());
        }
    }
}
