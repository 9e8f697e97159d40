package dev.inferport.adapter.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a call: takes messages from a source and hands them to a sink, and asks for the next one only when
 * the sink can take it.
 *
 * <p>{@link #deliver} is called by the source's thread and {@link #sinkReady} by the sink's, at the same time or nested
 * in each other: with direct executors, asking for a message may deliver it before the question returns. Hence nothing
 * is called while a lock is held, and {@code hungry} is cleared before the source is asked, never after: cleared after,
 * it would wipe out what the nested delivery noted, and the stream would stand still for ever.
 *
 * <p>A message belongs to the sink once it was sent. gRPC refuses some without closing them, such as a second answer to
 * a unary method; so the newest one is remembered and closed when the call ends. Closing it twice is harmless, and
 * older ones can't be open any more: no message is asked for before the sink has dealt with the previous one.
 */
final class MessageRelay {

    /** Where messages come from. */
    interface Source {
        void request(int count);
    }

    /** Where messages go. */
    interface Sink {
        boolean isReady();

        /** May throw {@link IllegalStateException} if the call has ended. */
        void send(InputStream message);
    }

    private final Source source;
    private final Sink sink;
    private final AtomicBoolean hungry = new AtomicBoolean();

    private volatile boolean ended;
    private volatile @Nullable InputStream newest;

    MessageRelay(Source source, Sink sink) {
        this.source = source;
        this.sink = sink;
    }

    /** Asks for the first message. */
    void start() {
        source.request(1);
    }

    /** Passes a message on; returns false if the sink doesn't take messages any more. */
    boolean deliver(InputStream message) {
        newest = message;
        if (ended) {
            release(message);
            return false;
        }
        try {
            sink.send(message);
        } catch (IllegalStateException e) {
            release(message);
            return false;
        }
        hungry.set(true);
        if (sink.isReady()) {
            askIfHungry();
        }
        return true;
    }

    /** Keeps the only message of a unary request until {@link #deliverHeld}; no other one is asked for meanwhile. */
    void hold(InputStream message) {
        newest = message;
        if (ended) {
            release(message);
        }
    }

    /** Passes on what is held, if anything; returns as {@link #deliver}. */
    boolean deliverHeld() {
        InputStream message = newest;
        return message == null || deliver(message);
    }

    /** The sink can take messages again. */
    void sinkReady() {
        askIfHungry();
    }

    /** The call is over: whatever is still here is released, and whatever still comes. */
    void end() {
        ended = true;
        InputStream message = newest;
        if (message != null) {
            release(message);
        }
    }

    private void askIfHungry() {
        if (hungry.compareAndSet(true, false)) {
            source.request(1);
        }
    }

    private static void release(InputStream message) {
        try {
            message.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a buffer in memory failed", e);
        }
    }
}
