package dev.inferport.runtime.server;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps the starts of calls apart. For use by one thread. */
final class BatchPace {

    private final double interval;
    private final double jitter;
    private final Random random = new Random();
    private long next = System.nanoTime();

    /**
     * A pace of one call per so many seconds.
     *
     * @param jitter up to so many seconds more
     */
    BatchPace(double interval, double jitter) {
        this.interval = interval;
        this.jitter = jitter;
    }

    /** Returns when the next call may start. */
    void await() throws InterruptedException {
        if (interval == 0 && jitter == 0) {
            return;
        }
        for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        double seconds = interval + jitter * random.nextDouble();
        next = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
