package dev.inferport.runtime.core;

import dev.inferport.runtime.api.MLModel;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the queue of each model that is loaded; all of them share the workers and one timer. */
final class ModelQueues implements AutoCloseable {

    private final WorkerPool workers;
    private final ScheduledThreadPoolExecutor timer;
    private final int maxWaiting;
    private final InferenceObserver observer;

    /** @param maxWaiting requests of a model whose settings don't say how many may wait */
    ModelQueues(WorkerPool workers, int maxWaiting, InferenceObserver observer) {
        this.workers = workers;
        this.maxWaiting = maxWaiting;
        this.observer = observer;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "batch-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    ModelQueue open(MLModel model) {
        QueueLimits limits = QueueLimits.of(model.settings(), workers, maxWaiting);
        return new ModelQueue(model.name(), new BatchRun(model, observer), workers, timer, limits);
    }

    /** To be called when no request comes any more. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
