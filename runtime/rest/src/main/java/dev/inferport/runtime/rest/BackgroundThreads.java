package dev.inferport.runtime.rest;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads for what would hold up the network threads: large bodies, and questions to the disk. A connection has at
 * most one task here, so the number of connections bounds the queue. They end when there is nothing to do.
 */
final class BackgroundThreads {

    private static final int LEAST = 2;

    private BackgroundThreads() {}

    static ThreadPoolExecutor create() {
        int size = Math.max(LEAST, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        var threads = new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "rest-background-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
