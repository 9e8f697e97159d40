package dev.inferport.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers in a closed loop: each has a connection of its own and sends the next request when it has its answer. */
final class Load {

    private Load() {}

    /** One caller: sends a request, and returns when the answer is there. */
    interface Caller extends AutoCloseable {

        /** Whether the answer was a success. */
        boolean call() throws IOException;

        @Override
        void close() throws IOException;
    }

    static Measurement run(int callers, Duration duration, Callable<? extends Caller> opener)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long end = System.nanoTime() + duration.toNanos();
            List<Future<Recorder>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> loop(opener, end)));
            }
            return sum(running, duration);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Recorder loop(Callable<? extends Caller> opener, long end) throws Exception {
        Recorder recorder = new Recorder();
        try (Caller caller = opener.call()) {
            long now = System.nanoTime();
            while (now < end) {
                boolean success = caller.call();
                long answered = System.nanoTime();
                if (success) {
                    recorder.answered(answered - now);
                } else {
                    recorder.failed();
                }
                now = answered;
            }
        }
        return recorder;
    }

    private static Measurement sum(List<Future<Recorder>> running, Duration duration)
            throws InterruptedException, ExecutionException {
        List<long[]> parts = new ArrayList<>();
        long failures = 0;
        int count = 0;
        for (Future<Recorder> future : running) {
            Recorder recorder = future.get();
            long[] latencies = recorder.latencies();
            parts.add(latencies);
            count += latencies.length;
            failures += recorder.failures();
        }
        long[] all = new long[count];
        int position = 0;
        for (long[] part : parts) {
            System.arraycopy(part, 0, all, position, part.length);
            position += part.length;
        }
        return Measurement.of(all, failures, duration.toNanos() / 1e9);
    }
}
