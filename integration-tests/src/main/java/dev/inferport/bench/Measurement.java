package dev.inferport.bench;

import java.util.Arrays;

/**
 * What one load has shown.
 *
 * @param rate answers a second
 * @param p50Micros median latency
 * @param p99Micros latency that 99 of 100 answers stay below
 * @param failures answers that were errors
 */
record Measurement(double rate, double p50Micros, double p99Micros, long failures) {

    /** Sums up the latencies, in nanoseconds, of answers that came within so many seconds. */
    static Measurement of(long[] latencies, long failures, double seconds) {
        if (latencies.length == 0) {
            return new Measurement(0, Double.NaN, Double.NaN, failures);
        }
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return new Measurement(sorted.length / seconds, percentile(sorted, 0.50), percentile(sorted, 0.99), failures);
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e3;
    }
}
