package dev.inferport.bench;

import java.util.Arrays;

/** Latencies of one caller. Confined to one thread at a time. */
final class Recorder {

    private long[] nanos = new long[1024];
    private int count;
    private long failures;

    void answered(long latencyNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latencyNanos;
    }

    void failed() {
        failures++;
    }

    long[] latencies() {
        return Arrays.copyOf(nanos, count);
    }

    long failures() {
        return failures;
    }
}
