package dev.inferport.runtime.core;

import java.time.Duration;

/**
 * The bounds of one runtime.
 *
 * @param workers threads that run models; 0 = on the thread that received the request
 * @param maxConcurrentRequests requests queued or running at a time; more are refused
 * @param maxQueueSize requests of one model that wait for a worker, unless its settings say otherwise; more are refused
 * @param drainBudget how long an unload waits for requests that are under way
 * @param cache of the answers of models that have one
 */
public record RuntimeLimits(
        int workers, int maxConcurrentRequests, int maxQueueSize, Duration drainBudget, CacheLimits cache) {

    public RuntimeLimits {
        if (workers < 0) {
            throw new IllegalArgumentException("workers: " + workers + " (expected: >= 0)");
        }
        if (maxConcurrentRequests < 1) {
            throw new IllegalArgumentException("maxConcurrentRequests: " + maxConcurrentRequests + " (expected: >= 1)");
        }
        if (maxQueueSize < 0) {
            throw new IllegalArgumentException("maxQueueSize: " + maxQueueSize + " (expected: >= 0)");
        }
    }

    /** Limits by which one model may have all the requests in progress, and without a cache. */
    public RuntimeLimits(int workers, int maxConcurrentRequests, Duration drainBudget) {
        this(workers, maxConcurrentRequests, maxConcurrentRequests, drainBudget, CacheLimits.none());
    }
}
