package dev.inferport.adapter.proxy;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tries a broken connection again every half second. Left alone, gRPC backs off up to two minutes, which suits a far
 * and overloaded server, but not a neighbour in the same pod that has just restarted.
 */
final class Reconnection {

    private static final long RETRY_MILLIS = 500;

    private final ManagedChannel channel;
    private final ScheduledExecutorService timer;

    Reconnection(ManagedChannel channel, ScheduledExecutorService timer) {
        this.channel = channel;
        this.timer = timer;
    }

    /** Waits for the connection to break; ends when the channel is shut down. */
    void watch() {
        ConnectivityState state = channel.getState(false);
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            schedule();
        } else if (state != ConnectivityState.SHUTDOWN) {
            channel.notifyWhenStateChanged(state, this::watch);
        }
    }

    // gRPC reports TRANSIENT_FAILURE until it is connected again, also while it tries: this repeats until then.
    private void retry() {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
            schedule();
        } else {
            watch();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A retry that is due after the end finds the channel shut down.
    private void schedule() {
        timer.schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
}
