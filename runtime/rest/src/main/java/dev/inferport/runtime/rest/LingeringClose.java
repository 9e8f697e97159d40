package dev.inferport.runtime.rest;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client may still be sending. To close at once would make the client's system drop the
 * response that is on its way; so the sending side is closed first, and the rest when the client has followed or has
 * had its time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Of a write or a close that fails the channel tells in its own events.
final class LingeringClose {

    private static final long MAX_SECONDS = 2;

    private LingeringClose() {}

    static void after(ChannelFuture written) {
        written.addListener(done -> {
            Channel channel = written.channel();
            if (!written.isSuccess() || !(channel instanceof DuplexChannel duplex)) {
                channel.close();
                return;
            }
            duplex.shutdownOutput();
            var timeout = channel.eventLoop().schedule(() -> channel.close(), MAX_SECONDS, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> timeout.cancel(false));
        });
    }
}
