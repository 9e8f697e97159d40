package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.InferenceResponse;
import dev.inferport.runtime.api.ResponseSink;
import dev.inferport.runtime.core.Call;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A response of server-sent events: one for each answer of a model, and where the model fails behind the first of them,
 * a last one of the type {@code error}. A failure before that is an ordinary error response.
 *
 * <p>The model's thread sends, and waits while its client is slower; the connection's event loop attaches itself and
 * tells what changes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Of a write that fails the channel tells in its own events.
final class EventStream implements ResponseSink {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ERROR = "event: error\ndata: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

    private final Call call;
    private final Function<InferenceResponse, ByteBuf> json;
    private final Function<Throwable, RestResponse> errors;
    private final CompletableFuture<RestResponse> head = new CompletableFuture<>();

    /** Guarded by this, as are the fields below. */
    private @Nullable ChannelHandlerContext connection;

    private @Nullable LastHttpContent last;
    /** Whether nothing may follow any more. */
    private boolean over;

    private Runnable onEnd = () -> {};

    /**
     * @param json writes one answer
     * @param errors makes an error response, of which the body is sent where the head is out already
     */
    EventStream(Call call, Function<InferenceResponse, ByteBuf> json, Function<Throwable, RestResponse> errors) {
        this.call = call;
        this.json = json;
        this.errors = errors;
    }

    /** Status and headers, once the model has given its first answer; or its failure. */
    CompletableFuture<RestResponse> head() {
        return head;
    }

    @Override
    public void send(InferenceResponse response) {
        ByteBuf event = event(DATA, json.apply(response));
        head.complete(RestResponse.events(this).with(response.headers()));
        synchronized (this) {
            awaitWritable().writeAndFlush(new DefaultHttpContent(event));
        }
    }

    /** The model has ended, with this failure or with none; or it is not waited for. */
    void end(@Nullable Throwable failure) {
        boolean begun = head.isDone();
        if (failure != null && !begun) {
            head.completeExceptionally(failure);
            return;
        }
        LastHttpContent content = failure == null
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(event(ERROR, errors.apply(failure).body()));
        synchronized (this) {
            if (!over) {
                over = true;
                last = content;
                finish();
                notifyAll();
            }
        }
        head.complete(RestResponse.events(this));
    }

    /**
     * The head is out; events may follow on this connection.
     *
     * @param ended runs on the event loop when the last one is out
     */
    synchronized void attach(ChannelHandlerContext context, Runnable ended) {
        connection = context;
        onEnd = ended;
        finish();
        notifyAll();
    }

    /** Nobody reads any more. */
    synchronized void abandon() {
        over = true;
        notifyAll();
    }

    /** The connection takes more. */
    synchronized void changed() {
        notifyAll();
    }

    private void finish() {
        ChannelHandlerContext context = connection;
        LastHttpContent content = last;
        if (context != null && content != null) {
            last = null;
            Runnable ended = onEnd;
            // On the loop, so that nothing comes between the write and its listener: the next request least of all.
            OnLoop.later(context, () -> context.writeAndFlush(content).addListener(written -> ended.run()));
        }
    }

    private synchronized ChannelHandlerContext awaitWritable() {
        while (true) {
            call.requireActive();
            if (over) {
                throw new InferenceException(Reason.CANCELLED, "nobody reads the stream any more");
            }
            ChannelHandlerContext context = connection;
            if (context != null && context.channel().isWritable()) {
                return context;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException(Reason.NOT_READY, "the server is shutting down", e);
            }
        }
    }

    private static ByteBuf event(byte[] type, ByteBuf json) {
        return Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(type), json.duplicate(), Unpooled.wrappedBuffer(END));
    }
}
