package dev.inferport.runtime.rest;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one request of a connection through at a time: the next one follows when the response has been written. So
 * responses leave in the order of requests, and a client that doesn't read gets no further work done.
 *
 * <p>What a client sends ahead is held here, up to a bound; beyond it the connection isn't read from. Below the bound
 * it is, as only a connection that is read from is known to have been closed by the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Of a write or a close that fails the channel tells in its own events.
final class PipelineGate extends ChannelDuplexHandler {

    /** Parts of requests; a part has at most the decoder's chunk size. */
    private static final int MAX_HELD = 64;

    private final Deque<Object> held = new ArrayDeque<>();
    private boolean open = true;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (open && held.isEmpty()) {
            pass(context, message);
            return;
        }
        held.add(message);
        if (held.size() >= MAX_HELD) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (isFinal(message)) {
            // Not in the listener itself: whoever wrote is to learn of it before the next request arrives.
            promise.unvoid().addListener(written -> context.executor().execute(() -> reopen(context)));
        }
        context.write(message, promise);
    }

    /** Whether the response ends with this part of it. */
    private static boolean isFinal(Object message) {
        return message instanceof FullHttpResponse response
                ? response.status().codeClass() != HttpStatusClass.INFORMATIONAL
                : message instanceof LastHttpContent;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        releaseHeld();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        releaseHeld();
        context.channel().config().setAutoRead(true);
    }

    private void reopen(ChannelHandlerContext context) {
        open = true;
        boolean passed = false;
        while (open && !held.isEmpty()) {
            pass(context, held.remove());
            passed = true;
        }
        if (passed) {
            context.fireChannelReadComplete();
        }
        if (held.size() < MAX_HELD && !context.isRemoved()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        open = !(message instanceof LastHttpContent);
        context.fireChannelRead(message);
    }

    private void releaseHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
