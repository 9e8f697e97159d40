package dev.inferport.mesh;

import java.time.Duration;

/**
 * The fixed times of ModelMesh, all multiplied by one factor so that tests need not wait for them. Times that the
 * runtime itself states, such as its loading timeout, are never scaled.
 *
 * @param scale 1.0 for ModelMesh's own pace
 */
record MeshTiming(double scale) {

    MeshTiming {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("time scale: " + scale + " (expected: > 0)");
        }
    }

    Duration unloadAfterRemoval() {
        return scaled(200);
    }

    Duration unloadAfterFailedLoad() {
        return scaled(1_000);
    }

    Duration unloadAfterCancelledLoad() {
        return scaled(3_000);
    }

    Duration unloadAfterEvictedLoad() {
        return scaled(500);
    }

    Duration unloadAfterCancelledSizing() {
        return scaled(1_500);
    }

    /** Pause before the next look at a removed model that still has calls in flight: 1, 2, 4 … 64 s. */
    Duration recheckOfBusyModel(int looks) {
        return scaled(500L << looks);
    }

    /** Pause before a failed unload is repeated. */
    Duration unloadRetry(int failures) {
        return scaled(failures == 1 ? 1_000 : 10_000);
    }

    /** How long a load waits for memory before it is dropped. */
    Duration patienceForSpace() {
        return scaled(180_000);
    }

    /** Age below which the oldest model is not given up for a new one. */
    Duration churnAge(Duration loadingTimeout) {
        return scaled(10 * Math.max(3_000, loadingTimeout.toMillis() / 3));
    }

    private Duration scaled(long millis) {
        return Duration.ofNanos((long) (millis * 1_000_000.0 * scale));
    }
}
