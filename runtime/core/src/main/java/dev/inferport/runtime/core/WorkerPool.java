package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run models. With no thread of its own a model runs on the thread that received the request, which
 * suits models that answer in microseconds; one thread is there in any case, for work that has waited. The queue needs
 * no bound here: {@link AdmissionLimit} has one.
 */
final class WorkerPool implements AutoCloseable {

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

    /** Whether models run on the calling thread, unless their settings say otherwise. */
    boolean isOnCallingThread() {
        return onCallingThread;
    }

    /** The number of threads. */
    int size() {
        return threads.getCorePoolSize();
    }

    /** Runs a task when a thread is free, or refuses it; never throws. */
    void execute(WorkerTask task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.refuse(shuttingDown());
        } catch (OutOfMemoryError e) {
            task.refuse(new InferenceException(
                    Reason.OVERLOADED,
                    "the server could not start a thread (" + e.getMessage() + "); try again later",
                    e));
        }
    }

    /** Refuses what waits, and interrupts what runs. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof WorkerTask task) {
                task.refuse(shuttingDown());
            }
        }
    }

    private static InferenceException shuttingDown() {
        return new InferenceException(Reason.NOT_READY, "the server is shutting down");
    }
}
