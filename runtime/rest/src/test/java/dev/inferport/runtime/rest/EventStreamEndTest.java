package dev.inferport.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.runtime.core.Call;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // What fails shows in the order.
class EventStreamEndTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final BlockingQueue<String> order = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }

    @Test
    void theEndIsToldBeforeTheNextRequestArrivesHoweverSlowTheModelsThreadIs() throws Exception {
        EventStream stream = new EventStream(
                Call.withoutDeadline(), response -> Unpooled.EMPTY_BUFFER, failure -> RestResponse.empty());
        stream.attach(connection(), () -> order.add("ended"));

        stream.end(null);

        List<String> events = List.of(take(), take());
        assertThat(events).containsExactly("ended", "next request");
    }

    private String take() throws InterruptedException {
        return String.valueOf(order.poll(10, TimeUnit.SECONDS));
    }

    /** The gate's listener is on each write; a thread that isn't the loop goes on when all of that has happened. */
    private ChannelHandlerContext connection() {
        return (ChannelHandlerContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ChannelHandlerContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "executor" -> loop;
                    case "writeAndFlush" -> write();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ChannelFuture write() throws InterruptedException {
        ChannelPromise written = new DefaultChannelPromise(new EmbeddedChannel(), loop);
        written.addListener(done -> loop.execute(() -> order.add("next request")));
        if (loop.inEventLoop()) {
            return written.setSuccess();
        }
        loop.submit(() -> written.setSuccess()).sync();
        loop.submit(() -> {}).sync();
        return written;
    }
}
