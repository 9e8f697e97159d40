package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The transfers of one pull. The first failure stops the rest; nothing of it outlives the pull. Thread-safe. */
final class TransferGroup {

    /** How long a failed group waits for transfers that are about to notice. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final CancellationSource scope = new CancellationSource();

    /** Guarded by this. */
    private final Queue<Transfer> waiting;

    /** Guarded by this. */
    private int running;

    /** Guarded by this; set once. */
    private @Nullable LoadException failure;

    TransferGroup(Collection<Transfer> transfers) {
        waiting = new ArrayDeque<>(transfers);
    }

    void runAll() {
        boolean more = true;
        while (more) {
            more = runOne();
        }
    }

    /** Runs one transfer if one is waiting; whether it is worth asking again. */
    boolean runOne() {
        var transfer = next();
        if (transfer == null) {
            return false;
        }
        LoadException why = null;
        try {
            transfer.run(scope.token());
        } catch (LoadException e) {
            why = e;
        } catch (RuntimeException | Error e) {
            // Not its message, which may quote anything, even a credential.
            var kind = e.getClass().getSimpleName();
            why = new LoadException(Reason.INTERNAL, "The pull failed unexpectedly: " + kind + ".", e);
        } finally {
            ended(why);
        }
        return true;
    }

    /** Blocks until all is done, or something failed, or the caller cancelled. */
    void await(Cancellation caller) throws LoadException {
        var registration = caller.onCancel(() -> fail(reasonOf(caller)));
        try {
            awaitOutcome();
        } catch (InterruptedException e) {
            fail(new LoadException(Reason.CANCELLED, "The pull was interrupted.", e));
            Thread.currentThread().interrupt();
        } finally {
            registration.close();
        }
        throwFailure();
    }

    private synchronized void awaitOutcome() throws InterruptedException {
        while (failure == null && (running > 0 || !waiting.isEmpty())) {
            wait();
        }
        long deadline = System.nanoTime() + GRACE_NANOS;
        for (long left = GRACE_NANOS; running > 0 && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void throwFailure() throws LoadException {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized @Nullable Transfer next() {
        var transfer = failure == null ? waiting.poll() : null;
        if (transfer != null) {
            running++;
        }
        return transfer;
    }

    private void ended(@Nullable LoadException why) {
        if (why != null) {
            fail(why);
        }
        synchronized (this) {
            running--;
            notifyAll();
        }
    }

    private void fail(LoadException why) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = why;
            notifyAll();
        }
        scope.cancel();
    }

    private static LoadException reasonOf(Cancellation caller) {
        try {
            caller.throwIfCancelled();
            return new LoadException(Reason.CANCELLED, "The caller cancelled the request.");
        } catch (LoadException e) {
            return e;
        }
    }
}
