package dev.inferport.runtime.rest;

import dev.inferport.runtime.core.Call;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: receives a request, has it answered, writes the response. Confined to the channel's event loop. The
 * {@link PipelineGate} in front of it lets the next request in when the response is out.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Of a write or a close that fails the channel tells in its own events.
final class ConnectionHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger log = LoggerFactory.getLogger(ConnectionHandler.class);

    private final Dispatcher dispatcher;
    private final RequestAssembler assembler;

    /** The call that is under way, from the end of its request to the start of its response. */
    private @Nullable Call call;

    private boolean keepAlive;
    private boolean writing;
    private boolean draining;
    private boolean refused;

    ConnectionHandler(Dispatcher dispatcher, int maxBodyBytes) {
        this.dispatcher = dispatcher;
        this.assembler = new RequestAssembler(maxBodyBytes);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (refused) {
            return;
        }
        try {
            if (message.decoderResult().isFailure()) {
                throw ProtocolErrors.of(message.decoderResult().cause());
            }
            if (message instanceof HttpRequest request) {
                begin(context, request);
            }
            if (message instanceof HttpContent content) {
                assembler.add(content.content());
            }
            if (message instanceof LastHttpContent) {
                answer(context, assembler.finish());
            }
        } catch (RestException e) {
            refuse(context, e);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        keepAlive = HttpUtil.isKeepAlive(request);
        assembler.begin(request);
        String expectation = request.headers().get(HttpHeaderNames.EXPECT);
        if (expectation == null) {
            return;
        }
        if (!HttpUtil.is100ContinueExpected(request)) {
            throw new RestException(
                    HttpResponseStatus.EXPECTATION_FAILED, "Expect: " + expectation + " (expected: 100-continue)");
        }
        context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }

    private void answer(ChannelHandlerContext context, ReceivedRequest request) {
        Call current = Call.withoutDeadline();
        call = current;
        dispatcher
                .dispatch(request, current)
                .thenAccept(response -> OnLoop.run(context, () -> reply(context, request, response)));
    }

    private void reply(ChannelHandlerContext context, ReceivedRequest request, RestResponse response) {
        call = null;
        if (!context.channel().isActive()) {
            return;
        }
        boolean close = !keepAlive || draining;
        writing = true;
        FullHttpResponse message = HttpMessages.of(request.method(), response, !close);
        context.writeAndFlush(message).addListener(written -> {
            writing = false;
            if (close || draining || !written.isSuccess()) {
                context.close();
            }
        });
    }

    /** Answers what can't be read on, and reads no further request from this connection. */
    private void refuse(ChannelHandlerContext context, RestException failure) {
        refused = true;
        assembler.reset();
        FullHttpResponse message = HttpMessages.of(HttpMessages.UNKNOWN_METHOD, dispatcher.failure(failure), false);
        ChannelFuture written = context.writeAndFlush(message);
        context.pipeline().remove(PipelineGate.class);
        LingeringClose.after(written);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.EVENT) {
            draining = true;
            if (call == null && !writing && !assembler.isReceiving()) {
                context.close();
            }
        } else if (event instanceof IdleStateEvent && call == null) {
            idle(context);
        }
    }

    /** Nothing has moved for the idle time, and it is the client's turn. */
    private void idle(ChannelHandlerContext context) {
        if (assembler.isReceiving() && !refused) {
            refuse(
                    context,
                    new RestException(HttpResponseStatus.REQUEST_TIMEOUT, "the request did not arrive in time"));
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (call != null) {
            call.cancel();
        }
        assembler.reset();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            log.warn("event=connection_failed reason=\"{}\"", cause.toString(), cause);
        }
        context.close();
    }
}
