package dev.inferport.adapter.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** As many threads as there is work: whoever hands it over bounds the loads, and unloads must not wait for them. */
final class WorkerThreads {

    private static final long IDLE_SECONDS = 10;

    private WorkerThreads() {}

    static ExecutorService create() {
        var count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> new Thread(work, "model-" + count.incrementAndGet()));
    }
}
