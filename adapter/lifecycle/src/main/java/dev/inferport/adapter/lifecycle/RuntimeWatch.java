package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the runtime went away or came back. A process that dies closes its connections, so a channel that leaves
 * READY is the alarm; a cheap call per interval keeps the connection up and notices the return. A runtime that is
 * merely slow to answer raises none.
 *
 * <p>From the alarm on {@link LoadedModels} claims nothing; when the runtime answers again, its index says which models
 * it still holds. {@link #close} ends the one thread.
 */
public final class RuntimeWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuntimeWatch.class);

    private final ManagedChannel channel;
    private final RuntimeClient runtime;
    private final LoadedModels loaded;
    private final LifecycleObserver observer;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "runtime-watch"));

    private volatile boolean up;

    // Confined to the thread of the watch.
    private boolean awaited;
    private boolean reachedBefore;
    private boolean armed;
    private boolean doubtful;

    private RuntimeWatch(
            ManagedChannel channel, RuntimeClient runtime, LoadedModels loaded, LifecycleObserver observer) {
        this.channel = channel;
        this.runtime = runtime;
        this.loaded = loaded;
        this.observer = observer;
    }

    /** Begins to watch. */
    @SuppressWarnings("FutureReturnValueIgnored") // look() lets no exception out
    public static RuntimeWatch start(
            ManagedChannel channel,
            RuntimeClient runtime,
            LoadedModels loaded,
            Duration interval,
            LifecycleObserver observer) {
        var watch = new RuntimeWatch(channel, runtime, loaded, observer);
        watch.thread.scheduleWithFixedDelay(watch::look, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    /** Whether the runtime could be reached the last time. */
    public boolean up() {
        return up;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            runtime.live();
            if (!up || doubtful) {
                confirm();
            }
            arm();
        } catch (LoadException e) {
            if (e.reason() == Reason.UNAVAILABLE) {
                lost(e.sentence());
                channel.resetConnectBackoff();
            }
        } catch (RuntimeException e) {
            log.error("event=runtime_watch_failed", e);
        }
    }

    private void confirm() throws LoadException {
        var asked = loaded.registrations();
        var lostModels = loaded.confirm(runtime.readyModels(), asked);
        if (!up) {
            log.info("event={} models_lost={}", reachedBefore ? "runtime_back" : "runtime_reached", lostModels);
        } else if (lostModels > 0) {
            log.warn("event=runtime_restarted models_lost={}", lostModels);
        }
        doubtful = false;
        reachedBefore = true;
        awaited = true;
        up = true;
        observer.runtimeReached();
    }

    /** Asks to be told when the connection that works now breaks. */
    private void arm() {
        if (!armed) {
            armed = true;
            channel.notifyWhenStateChanged(ConnectivityState.READY, this::alarm);
        }
    }

    private void alarm() {
        try {
            thread.execute(() -> {
                armed = false;
                doubt();
                look();
            });
        } catch (RejectedExecutionException e) {
            log.debug("event=runtime_watch_ended");
        }
    }

    private void lost(String reason) {
        if (!awaited) {
            awaited = true;
            log.info("event=runtime_awaited error=\"{}\"", reason);
        }
        if (up) {
            up = false;
            doubt();
            log.warn("event=runtime_lost error=\"{}\"", reason);
        }
    }

    /** A connection that broke and calls that fail are one loss. */
    private void doubt() {
        loaded.doubtAll();
        if (!doubtful) {
            doubtful = true;
            observer.runtimeLost();
        }
    }
}
