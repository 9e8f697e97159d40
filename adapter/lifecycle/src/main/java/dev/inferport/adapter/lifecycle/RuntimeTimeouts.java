package dev.inferport.adapter.lifecycle;

import java.time.Duration;

/**
 * How long the runtime may take.
 *
 * @param call for a question that needs no work, such as whether it is ready
 * @param load for one attempt to load a model
 * @param unload for unloading a model, which some runtimes do only when no load is under way
 * @param retryLoad how long a load is repeated while the runtime can't be reached
 * @param retryPause between two such attempts
 */
public record RuntimeTimeouts(Duration call, Duration load, Duration unload, Duration retryLoad, Duration retryPause) {

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(20);

    /** Refuses anything that isn't positive. */
    public RuntimeTimeouts {
        if (call.isNegative()
                || call.isZero()
                || load.isNegative()
                || load.isZero()
                || unload.isNegative()
                || unload.isZero()
                || retryLoad.isNegative()
                || retryPause.isNegative()) {
            throw new IllegalArgumentException("timeouts: a value is not positive");
        }
    }

    /** Timeouts for a runtime whose models load within a given time. */
    public static RuntimeTimeouts forLoadsOf(Duration loadTime) {
        var half = loadTime.dividedBy(2);
        return new RuntimeTimeouts(
                Duration.ofSeconds(3),
                loadTime,
                loadTime.plusSeconds(10),
                half.compareTo(LONGEST_RETRY) < 0 ? half : LONGEST_RETRY,
                Duration.ofMillis(250));
    }
}
