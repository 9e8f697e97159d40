package dev.inferport.runtime.server;

import dev.inferport.runtime.core.CacheLimits;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.servicekit.Environment;
import java.time.Duration;

/** Reads how much work the server takes on at a time, and what it remembers of it. */
final class LimitSettings {

    /** A model's requests end before the fronts stop waiting for them. */
    private static final Duration DRAIN_BUDGET = Duration.ofSeconds(60);

    private static final int MAX_WORKERS = 10_000;
    private static final int MAX_REQUESTS = 1_000_000;
    private static final int CACHE_ENTRIES = 100;
    private static final long CACHE_BYTES = 64L << 20;

    private LimitSettings() {}

    static RuntimeLimits read(Environment variables) {
        int processors = Runtime.getRuntime().availableProcessors();
        int requests = variables.integer("INFERPORT_MAX_CONCURRENT_REQUESTS", 1_000, 1, MAX_REQUESTS);
        return new RuntimeLimits(
                variables.integer("MLSERVER_PARALLEL_WORKERS", processors, 0, MAX_WORKERS),
                requests,
                // No model may lock the others out, and a server with a single one still has a long queue.
                variables.integer("INFERPORT_MAX_QUEUE_SIZE", Math.max(1, requests / 2), 0, MAX_REQUESTS),
                DRAIN_BUDGET,
                cache(variables));
    }

    private static CacheLimits cache(Environment variables) {
        boolean enabled = variables.bool("MLSERVER_CACHE_ENABLED", false);
        int entries = variables.integer("MLSERVER_CACHE_SIZE", CACHE_ENTRIES, 0, Integer.MAX_VALUE);
        long bytes = variables.longValue("INFERPORT_CACHE_MAX_BYTES", CACHE_BYTES, 0, Long.MAX_VALUE);
        return enabled ? new CacheLimits(entries, bytes) : CacheLimits.none();
    }
}
