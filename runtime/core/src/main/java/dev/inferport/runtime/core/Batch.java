package dev.inferport.runtime.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Requests that one predict answers. Guarded by the lock of its {@link ModelQueue} until it leaves the queue. */
final class Batch {

    private final @Nullable BatchKey key;
    private List<QueuedRequest> requests;
    private long rows;
    private long bytes;
    private boolean left;
    private @Nullable Future<?> timeLimit;

    private Batch(@Nullable BatchKey key, List<QueuedRequest> requests) {
        this.key = key;
        this.requests = requests;
    }

    /** A request that shares its predict with no other. */
    static Batch of(QueuedRequest request) {
        return new Batch(null, List.of(request));
    }

    /** A batch that others of the key may join. */
    static Batch open(BatchKey key) {
        return new Batch(key, new ArrayList<>(4));
    }

    void join(QueuedRequest request, long requestRows) {
        requests.add(request);
        rows += requestRows;
        bytes += request.bytes();
    }

    /** Takes out the requests that nobody waits for any more. */
    List<QueuedRequest> removeInactive() {
        List<QueuedRequest> inactive =
                requests.stream().filter(request -> !request.isActive()).toList();
        if (!inactive.isEmpty()) {
            requests = new ArrayList<>(requests);
            requests.removeAll(inactive);
            if (key != null) {
                inactive.forEach(request -> rows -= BatchKey.rows(request.request()));
            }
        }
        return inactive;
    }

    @Nullable
    BatchKey key() {
        return key;
    }

    List<QueuedRequest> requests() {
        return requests;
    }

    /** The sum of the rows of its requests; 0 for a batch that others can't join. */
    long rows() {
        return rows;
    }

    /** The bytes of the tensors that joined it. */
    long bytes() {
        return bytes;
    }

    /** What is to happen when the batch has waited for too long; cancelled when it leaves the queue. */
    void limitTime(Future<?> limit) {
        timeLimit = limit;
    }

    boolean isTimeLimited() {
        return timeLimit != null;
    }

    /** Says that it waits no longer. */
    void leave() {
        left = true;
        if (timeLimit != null) {
            timeLimit.cancel(false);
        }
    }

    boolean hasLeft() {
        return left;
    }
}
