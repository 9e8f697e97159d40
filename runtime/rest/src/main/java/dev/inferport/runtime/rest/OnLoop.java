package dev.inferport.runtime.rest;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.RejectedExecutionException;

/** Brings an answer back to the thread that owns the connection. */
@SuppressWarnings("FutureReturnValueIgnored") // Of a write or a close that fails the channel tells in its own events.
final class OnLoop {

    private OnLoop() {}

    /**
     * Runs the task on the channel's event loop: at once if that is the calling thread; never if the loop has ended.
     */
    static void run(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
            return;
        }
        later(context, task);
    }

    /** Runs the task on the channel's event loop, behind what any thread has written so far. */
    static void later(ChannelHandlerContext context, Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException e) {
            context.close();
        }
    }
}
