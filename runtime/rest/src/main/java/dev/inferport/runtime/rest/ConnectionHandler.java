package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.core.Call;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
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

    private final RestLimits limits;

    /**
     * The call that is under way, from the end of its request to the start of its response, or to the end of a stream.
     */
    private @Nullable Call call;

    /** The stream that is being written. */
    private @Nullable EventStream stream;

    /** Of the request that came last. */
    private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;

    private boolean chunked;
    private @Nullable Future<?> timeLimit;
    private boolean keepAlive;
    private boolean writing;
    private boolean draining;
    private boolean refused;

    ConnectionHandler(Dispatcher dispatcher, RestLimits limits) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.assembler = new RequestAssembler(limits.bodyLimit());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (refused) {
            return;
        }
        try {
            if (message instanceof HttpRequest request) {
                headers = request.headers();
            }
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
        chunked = !request.protocolVersion().equals(HttpVersion.HTTP_1_0);
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
        Duration limit = limits.requestTimeout();
        Call current = limit.isZero() ? Call.withoutDeadline() : Call.within(limit);
        call = current;
        dispatcher
                .dispatch(request, current)
                .thenAccept(response -> OnLoop.run(context, () -> reply(context, request, current, response)));
        if (!limit.isZero() && call == current) {
            Future<?> timeout = context.executor()
                    .schedule(() -> timeIsUp(context, request, current), limit.toMillis(), TimeUnit.MILLISECONDS);
            timeLimit = timeout;
        }
    }

    /** Whoever works for the call finds out by its deadline; the client is told now. */
    private void timeIsUp(ChannelHandlerContext context, ReceivedRequest request, Call late) {
        if (call != late) {
            return;
        }
        InferenceException failure = new InferenceException(
                InferenceException.Reason.DEADLINE_EXCEEDED,
                "there was no (complete) answer within "
                        + limits.requestTimeout().toMillis() + " ms, the time that this server gives a request");
        if (stream != null) {
            stream.end(failure);
        } else {
            reply(context, request, late, dispatcher.failure(request.headers(), failure));
        }
    }

    private void reply(ChannelHandlerContext context, ReceivedRequest request, Call answered, RestResponse response) {
        if (call != answered || !context.channel().isActive()) {
            response.events().ifPresent(EventStream::abandon);
            return;
        }
        writing = true;
        if (response.events().isPresent()) {
            begin(context, response, response.events().get());
            return;
        }
        endCall();
        boolean close = !keepAlive || draining;
        FullHttpResponse message = HttpMessages.of(request.method(), response, !close);
        context.writeAndFlush(message).addListener(written -> written(context, close || !written.isSuccess()));
    }

    private void begin(ChannelHandlerContext context, RestResponse head, EventStream events) {
        stream = events;
        keepAlive &= chunked;
        context.writeAndFlush(HttpMessages.head(head, chunked, keepAlive && !draining));
        events.attach(context, () -> {
            if (stream == events) {
                stream = null;
                endCall();
                written(context, !keepAlive);
            }
        });
    }

    private void written(ChannelHandlerContext context, boolean close) {
        writing = false;
        if (close || draining) {
            context.close();
        }
    }

    private void endCall() {
        call = null;
        if (timeLimit != null) {
            timeLimit.cancel(false);
            timeLimit = null;
        }
    }

    /** Answers what can't be read on, and reads no further request from this connection. */
    private void refuse(ChannelHandlerContext context, RestException failure) {
        refused = true;
        assembler.reset();
        FullHttpResponse message =
                HttpMessages.of(HttpMessages.UNKNOWN_METHOD, dispatcher.failure(headers, failure), false);
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
        } else if (event instanceof IdleStateEvent && (call == null || isStalled(context))) {
            idle(context);
        }
    }

    /** Whether a stream waits for its client to read. */
    private boolean isStalled(ChannelHandlerContext context) {
        return stream != null && !context.channel().isWritable();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stream != null) {
            stream.changed();
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
            endCall();
        }
        if (stream != null) {
            stream.abandon();
            stream = null;
        }
        assembler.reset();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException refused) {
            // Anybody can send what is no TLS, or distrust our certificate, as often as he likes.
            log.debug("event=tls_failed reason=\"{}\"", refused.toString());
        } else if (!(cause instanceof IOException)) {
            log.warn("event=connection_failed reason=\"{}\"", cause.toString(), cause);
        }
        context.close();
    }
}
