package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.CancellationSource;
import java.util.concurrent.CompletableFuture;

/**
 * One piece of work on its way through {@link ModelSlots}, with its future and, for a load, its token.
 *
 * <p>{@link #start}, {@link #started} and {@link #releasePermit} belong to the lock of the slots; the rest is
 * thread-safe.
 */
final class SlotTask<T> {

    /** What a slot is held for. */
    enum Kind {
        LOAD,
        UNLOAD,
        ALONE
    }

    private final Kind kind;
    private final ModelSlots.Work<T> work;
    private final CancellationSource source = new CancellationSource();
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private boolean started;
    private boolean holdsPermit;

    SlotTask(Kind kind, ModelSlots.Work<T> work) {
        this.kind = kind;
        this.work = work;
    }

    boolean isLoad() {
        return kind == Kind.LOAD;
    }

    CompletableFuture<T> outcome() {
        return outcome;
    }

    void start() {
        started = true;
        holdsPermit = isLoad();
    }

    boolean started() {
        return started;
    }

    /** Gives the loading permit back; true for the first caller after a start. */
    boolean releasePermit() {
        var held = holdsPermit;
        holdsPermit = false;
        return held;
    }

    void cancel() {
        source.cancel();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // closing a registration can't fail
    void cancelWith(Cancellation caller, Runnable onCancel) {
        var registration = caller.onCancel(onCancel);
        outcome.whenComplete((result, failure) -> registration.close());
    }

    void fail(Exception reason) {
        outcome.completeExceptionally(reason);
    }

    /** Does the work, frees the slot, and only then tells whoever waits. */
    void run(Runnable freeSlot) {
        Runnable answer;
        try {
            var result = work.run(source.token());
            answer = () -> outcome.complete(result);
        } catch (Throwable failure) { // an Error must free the slot and reach the caller as well
            answer = () -> outcome.completeExceptionally(failure);
        }
        freeSlot.run();
        answer.run();
    }
}
