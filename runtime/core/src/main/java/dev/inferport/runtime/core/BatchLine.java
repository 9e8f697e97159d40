package dev.inferport.runtime.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait for a worker, in the order in which their first requests came. A request joins the open batch
 * of its key where it fits, and opens one where it does not. For use by one thread at a time.
 */
final class BatchLine {

    /** A batch is a copy of what is in it, which is not to be the end of the memory. */
    private static final long MAX_BYTES = 64L << 20;

    private final int maxRows;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Map<BatchKey, Batch> open = new HashMap<>();
    private int requests;

    /** @param maxRows of a batch, unless a single request has more; 1 = no request joins another */
    BatchLine(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Puts a request into a batch. */
    Batch add(QueuedRequest request) {
        requests++;
        Optional<BatchKey> key = maxRows > 1 ? BatchKey.of(request.request()) : Optional.empty();
        if (key.isEmpty()) {
            Batch alone = Batch.of(request);
            waiting.addLast(alone);
            return alone;
        }
        return join(key.get(), request);
    }

    private Batch join(BatchKey key, QueuedRequest request) {
        long rows = BatchKey.rows(request.request());
        Batch batch = open.get(key);
        boolean fits = batch != null && batch.rows() + rows <= maxRows && batch.bytes() + request.bytes() <= MAX_BYTES;
        if (batch == null || !fits) {
            batch = Batch.open(key);
            waiting.addLast(batch);
            open.put(key, batch);
        }
        batch.join(request, rows);
        if (batch.rows() >= maxRows) {
            open.remove(key);
        }
        return batch;
    }

    /** Whether requests may still join the batch. */
    boolean isOpen(Batch batch) {
        return batch.key() != null && open.get(batch.key()) == batch;
    }

    /** Takes the batch that has waited longest. */
    @Nullable
    Batch poll() {
        Batch batch = waiting.pollFirst();
        if (batch != null) {
            requests -= batch.requests().size();
            leave(batch);
        }
        return batch;
    }

    /** Takes out the requests that nobody waits for any more. */
    List<QueuedRequest> removeInactive() {
        List<QueuedRequest> inactive = new ArrayList<>();
        for (Iterator<Batch> batches = waiting.iterator(); batches.hasNext(); ) {
            Batch batch = batches.next();
            inactive.addAll(batch.removeInactive());
            if (batch.requests().isEmpty()) {
                batches.remove();
                leave(batch);
            }
        }
        requests -= inactive.size();
        return inactive;
    }

    private void leave(Batch batch) {
        batch.leave();
        if (isOpen(batch)) {
            open.remove(batch.key());
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The requests in all batches that wait. */
    int requests() {
        return requests;
    }
}
