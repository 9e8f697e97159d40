package dev.inferport.runtime.rest;

import dev.inferport.servicekit.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Equips a new connection. */
final class ConnectionSetup extends ChannelInitializer<Channel> {

    private static final int MAX_LINE = 16 << 10;
    private static final int CHUNK = 64 << 10;

    private final Dispatcher dispatcher;
    private final RestLimits limits;
    private final ChannelGroup connections;
    private final @Nullable Tls tls;

    /** @param tls null = plain text */
    ConnectionSetup(Dispatcher dispatcher, RestLimits limits, ChannelGroup connections, @Nullable Tls tls) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.connections = connections;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        connections.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(new SslHandler(tls.newServerEngine("http/1.1")));
        }
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxChunkSize(CHUNK);
        // Encoder and decoder apart: the codec that unites them loses count of HEAD requests behind a 100-continue.
        channel.pipeline()
                .addLast(new IdleStateHandler(true, 0, 0, limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new HttpRequestDecoder(decoding))
                .addLast(new HttpResponseEncoder())
                .addLast(new PipelineGate())
                .addLast(new ConnectionHandler(dispatcher, limits));
    }
}
