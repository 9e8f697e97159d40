package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import java.util.concurrent.Semaphore;

/** Bounds what is under way at a time, so that overload is an answer and not a wait. */
final class AdmissionLimit {

    private final String subject;
    private final String things;
    private final int limit;
    private final Semaphore permits;

    /**
     * @param subject whose limit this is, and {@code things} what it is of, for the message
     * @param limit how many there may be
     */
    AdmissionLimit(String subject, String things, int limit) {
        this.subject = subject;
        this.things = things;
        this.limit = limit;
        this.permits = new Semaphore(limit);
    }

    /** Takes a place; never waits. The caller gives it back with {@link #release()}. */
    void acquire() {
        if (!permits.tryAcquire()) {
            throw new InferenceException(
                    InferenceException.Reason.OVERLOADED,
                    subject + " has " + limit + " " + things + " in progress, its limit; try again later");
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
