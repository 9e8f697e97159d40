package dev.inferport.runtime.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers in a closed loop for a while. */
final class BenchRun {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FIRST_SIZE = 1024;

    private BenchRun() {}

    /**
     * What came of it.
     *
     * @param nanos of each answer, in rising order
     * @param failures calls without one
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Figures(long[] nanos, long failures, double seconds) {

        double perSecond() {
            return nanos.length / seconds;
        }

        /** The time that this part of the answers kept, in milliseconds; 0 where there are none. */
        double millis(double part) {
            if (nanos.length == 0) {
                return 0;
            }
            int index = (int) Math.ceil(part * nanos.length) - 1;
            return nanos[Math.max(0, index)] / NANOS_PER_MILLI;
        }
    }

    private static final class Recorder {
        private long[] nanos = new long[FIRST_SIZE];
        private int count;
        private long failures;

        void add(long elapsed) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = elapsed;
        }
    }

    static Figures run(int callers, Duration duration, Callable<BenchTarget.Caller> opener)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            List<Future<Recorder>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> loop(opener, start + duration.toNanos())));
            }
            List<Recorder> recorders = new ArrayList<>();
            for (Future<Recorder> future : running) {
                recorders.add(future.get());
            }
            return sum(recorders, (System.nanoTime() - start) / NANOS_PER_SECOND);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Recorder loop(Callable<BenchTarget.Caller> opener, long end) throws Exception {
        Recorder recorder = new Recorder();
        try (BenchTarget.Caller caller = opener.call()) {
            for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
                if (caller.call()) {
                    recorder.add(System.nanoTime() - now);
                } else {
                    recorder.failures++;
                }
            }
        }
        return recorder;
    }

    private static Figures sum(List<Recorder> recorders, double seconds) {
        long[] all = recorders.stream()
                .flatMapToLong(recorder -> Arrays.stream(recorder.nanos, 0, recorder.count))
                .sorted()
                .toArray();
        return new Figures(
                all, recorders.stream().mapToLong(recorder -> recorder.failures).sum(), seconds);
    }
}
