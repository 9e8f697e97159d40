package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import java.util.concurrent.Semaphore;

/** Bounds the requests that are queued or running, so that overload is an answer and not a wait. */
final class AdmissionLimit {

    private final int limit;
    private final Semaphore permits;

    AdmissionLimit(int limit) {
        this.limit = limit;
        this.permits = new Semaphore(limit);
    }

    /** Takes a place; never waits. The caller gives it back with {@link #release()}. */
    void acquire() {
        if (!permits.tryAcquire()) {
            throw new InferenceException(
                    InferenceException.Reason.OVERLOADED,
                    "the server has " + limit + " requests in progress, its limit; try again later");
        }
    }

    /** How many places are taken. */
    int taken() {
        return limit - permits.availablePermits();
    }

    void release() {
        permits.release();
    }
}
