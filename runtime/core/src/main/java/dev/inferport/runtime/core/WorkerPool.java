package dev.inferport.runtime.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run models. With no thread of its own a model runs on the thread that received the request, which
 * suits models that answer in microseconds. The queue needs no bound here: {@link AdmissionLimit} has one.
 */
final class WorkerPool implements AutoCloseable {

    private static final Executor CALLING_THREAD = Runnable::run;

    private final ThreadPoolExecutor threads;
    private final boolean onCallingThread;

    /** @param size number of threads; 0 = models run on the calling thread */
    WorkerPool(int size) {
        this.onCallingThread = size == 0;
        AtomicInteger number = new AtomicInteger();
        int poolSize = Math.max(1, size);
        this.threads =
                new ThreadPoolExecutor(poolSize, poolSize, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "model-worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(onCallingThread);
    }

    /** Where a model runs whose settings ask for {@code parallelWorkers}, or -1 where they don't say. */
    Executor executor(int parallelWorkers) {
        boolean calling = parallelWorkers < 0 ? onCallingThread : parallelWorkers == 0;
        return calling ? CALLING_THREAD : threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
