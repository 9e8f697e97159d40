package dev.inferport.adapter.storage;

import java.time.Duration;

/**
 * How often, and after which pause, a transient failure is tried again. Pauses have full jitter: they are drawn evenly
 * between zero and a bound that doubles each time.
 *
 * @param attempts the first included
 * @param firstPause bound of the first pause
 * @param longestPause bound of every pause
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {

    /** Refuses what makes no sense. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: >= 1)");
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "pauses: " + firstPause + " to " + longestPause + " (expected: 0 <= first <= longest)");
        }
    }

    /** Five attempts, 200 ms to 10 s. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(10));
    }

    /**
     * The bound of the pause after a failed attempt.
     *
     * @param attempt that failed, the first being 1
     */
    Duration bound(int attempt) {
        var factor = 1L << Math.min(attempt - 1, 20);
        var bound = firstPause.multipliedBy(factor);
        return bound.compareTo(longestPause) > 0 ? longestPause : bound;
    }
}
