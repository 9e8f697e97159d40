package dev.inferport.adapter.server;

import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.EventLoops;
import dev.inferport.servicekit.GrpcChannels;
import dev.inferport.servicekit.Tls;
import dev.inferport.servicekit.TlsFiles;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Optional;

/**
 * A process that this one calls.
 *
 * @param endpoint a port or a Unix socket
 * @param tls whom to believe and who we are; absent = plain text
 * @param serverName whose certificate is expected, where it is another name than the endpoint's host
 */
record Peer(Endpoint endpoint, Optional<TlsFiles> tls, Optional<String> serverName) {

    /** Reads {@code <prefix>_TLS_*} of an endpoint. */
    static Peer from(Environment environment, String prefix, Endpoint endpoint) {
        return new Peer(
                endpoint, TlsFiles.ofClient(environment, prefix), environment.string(prefix + "_TLS_SERVER_NAME"));
    }

    /** The same process at another endpoint. */
    Peer at(Endpoint other) {
        return new Peer(other, tls, serverName);
    }

    /** A channel whose callers' code may run on network threads; whoever asks for it shuts it down. */
    ManagedChannel channel(EventLoops loops) {
        var channel = GrpcChannels.builder(endpoint, loops).configure(NettyChannelBuilder::directExecutor);
        secure(channel);
        return channel.build();
    }

    /** Reads the certificates, if there are any, and adds them to a channel. */
    void secure(GrpcChannels.Builder channel) {
        tls.ifPresent(files -> channel.tls(Tls.open(files)));
        serverName.ifPresent(name -> channel.configure(netty -> netty.overrideAuthority(name)));
    }
}
