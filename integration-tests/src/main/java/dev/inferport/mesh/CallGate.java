package dev.inferport.mesh;

import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the calls of one copy and, where the copy has a limit, makes the rest wait in order of arrival or refuses
 * them. Owned by the node's loop.
 */
final class CallGate {

    private static final Status OVERLOAD = Status.RESOURCE_EXHAUSTED.withDescription("Model queue overload");

    private final Deque<CompletableFuture<Void>> queue = new ArrayDeque<>();
    private int limit = Integer.MAX_VALUE;
    private int running;

    /** Lets at most so many calls through at a time. */
    void limitTo(int calls) {
        limit = Math.max(1, calls);
    }

    /** Completes when the call may be sent; fails at once where too many wait. Each success is followed by a leave. */
    CompletableFuture<Void> enter() {
        var turn = new CompletableFuture<Void>();
        if (running < limit) {
            running++;
            turn.complete(null);
        } else if (running + queue.size() >= Math.max(16, 8L * limit)) {
            turn.completeExceptionally(OVERLOAD.asException());
        } else {
            queue.add(turn);
        }
        return turn;
    }

    void leave() {
        var next = queue.poll();
        if (next == null) {
            running--;
        } else {
            next.complete(null);
        }
    }

    boolean isIdle() {
        return running == 0;
    }
}
