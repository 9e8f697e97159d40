package dev.inferport.servicekit;

import io.grpc.ManagedChannel;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.util.function.Consumer;

/**
 * Builds gRPC channels to TCP ports and Unix domain sockets, with the JDK's NIO and no native library.
 *
 * <p>The {@code :authority} of a call over a Unix socket is {@code localhost}: a path, which gRPC would put there, is
 * malformed to strict HTTP/2 servers.
 */
public final class GrpcChannels {

    private GrpcChannels() {}

    /**
     * Starts to describe a channel; no connection is made before the first call.
     *
     * @throws IllegalArgumentException for port 0
     */
    public static Builder builder(Endpoint endpoint, EventLoops loops) {
        return new Builder(endpoint, loops);
    }

    /** Describes one channel. Not safe for use by several threads. */
    public static final class Builder {

        private final NettyChannelBuilder netty;

        private Builder(Endpoint endpoint, EventLoops loops) {
            if (endpoint instanceof Endpoint.Tcp tcp && tcp.port() == 0) {
                throw new IllegalArgumentException("port: 0 (expected: the port of a server, 1 to 65535)");
            }
            this.netty = forEndpoint(endpoint)
                    .channelType(
                            EventLoops.clientChannelType(endpoint),
                            endpoint.address().getClass())
                    .eventLoopGroup(loops.group())
                    .negotiationType(NegotiationType.PLAINTEXT);
            limits(GrpcLimits.UNLIMITED);
        }

        private static NettyChannelBuilder forEndpoint(Endpoint endpoint) {
            if (endpoint instanceof Endpoint.Tcp tcp) {
                return NettyChannelBuilder.forAddress(tcp.host(), tcp.port());
            }
            // gRPC asks for TCP keep-alive everywhere; a Unix socket has none, and Netty would warn per connection.
            return NettyChannelBuilder.forAddress(endpoint.address())
                    .overrideAuthority("localhost")
                    .withOption(ChannelOption.SO_KEEPALIVE, null);
        }

        /** Message and metadata sizes; {@link GrpcLimits#UNLIMITED} unless set. */
        public Builder limits(GrpcLimits limits) {
            netty.maxInboundMessageSize(limits.messageBytesForGrpc());
            netty.maxInboundMetadataSize(limits.maxMetadataBytes());
            return this;
        }

        /**
         * Speaks TLS; plain text unless set. The server's certificate must be for the endpoint's host, for
         * {@code localhost} over a Unix socket, or for the name given to {@code overrideAuthority}.
         */
        public Builder tls(Tls tls) {
            netty.sslContext(tls.forGrpc(true)).negotiationType(NegotiationType.TLS);
            return this;
        }

        /** Never sends a call twice; necessary where a message can be read only once. */
        public Builder disableRetries() {
            netty.disableRetry();
            return this;
        }

        /** Interceptors, executors, keep-alive and whatever else gRPC's own builder offers. */
        public Builder configure(Consumer<? super NettyChannelBuilder> configuration) {
            configuration.accept(netty);
            return this;
        }

        /** The channel; whoever builds it shuts it down. */
        public ManagedChannel build() {
            return netty.build();
        }
    }
}
