package dev.inferport.runtime.core;

import dev.inferport.runtime.api.Caller;
import dev.inferport.runtime.api.InferenceException;
import java.time.Duration;
import java.util.Optional;

/**
 * The caller's side of one request: until when it waits, and whether it is still there. Safe for any thread: the front
 * cancels, the pipeline looks before it starts work.
 */
public final class Call implements Caller {

    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private final long expiresAtNanos;
    private volatile boolean cancelled;

    private Call(long expiresAtNanos) {
        this.expiresAtNanos = expiresAtNanos;
    }

    /** A call that waits as long as it takes. */
    public static Call withoutDeadline() {
        return new Call(NO_DEADLINE);
    }

    /** A call that waits this long from now on. */
    public static Call within(Duration timeout) {
        return new Call(System.nanoTime() + timeout.toNanos());
    }

    /** Says that nobody waits for the answer any more. */
    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isWaiting() {
        return !cancelled && !isExpired();
    }

    @Override
    public Optional<Duration> timeLeft() {
        return expiresAtNanos == NO_DEADLINE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, expiresAtNanos - System.nanoTime())));
    }

    /**
     * Does nothing while somebody waits for the answer.
     *
     * @throws InferenceException (CANCELLED or DEADLINE_EXCEEDED) otherwise
     */
    public void requireActive() {
        if (cancelled) {
            throw new InferenceException(InferenceException.Reason.CANCELLED, "the caller cancelled the request");
        }
        if (isExpired()) {
            throw new InferenceException(
                    InferenceException.Reason.DEADLINE_EXCEEDED, "the deadline passed before the model had answered");
        }
    }

    private boolean isExpired() {
        return expiresAtNanos != NO_DEADLINE && System.nanoTime() - expiresAtNanos >= 0;
    }
}
