package dev.inferport.runtime.server;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts what a batch has come to, and says so from time to time. Safe for any thread. */
final class BatchProgress {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(2);
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private final boolean shown;
    private final boolean namesFailures;
    private final long start = System.nanoTime();

    // Guarded by this.
    private long total;
    private long answered;
    private long failed;
    private long kept;
    private long lastShown = start;

    /** @param namesFailures whether each failure is told as it happens */
    BatchProgress(PrintWriter out, boolean shown, boolean namesFailures) {
        this.out = out;
        this.shown = shown;
        this.namesFailures = namesFailures;
    }

    /** So many requests there are, and so many have an answer already. */
    synchronized void begin(long requests, long alreadyAnswered) {
        total = requests;
        kept = alreadyAnswered;
    }

    synchronized void answered(int requests) {
        answered += requests;
        show();
    }

    synchronized void failed(long index, String why) {
        failed++;
        if (namesFailures) {
            out.println("request " + index + " failed: " + why);
        }
        show();
    }

    synchronized long failed() {
        return failed;
    }

    synchronized String summary() {
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                "%d of %d answered%s, %d failed, %.1f s, %.0f per second",
                answered + kept,
                total,
                kept == 0 ? "" : " (" + kept + " before)",
                failed,
                seconds,
                answered / Math.max(seconds, 1e-3));
    }

    private void show() {
        long now = System.nanoTime();
        if (shown && now - lastShown >= INTERVAL) {
            lastShown = now;
            out.println(summary());
            out.flush();
        }
    }
}
