package dev.inferport.mesh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the state of a node. Tasks run in order of submission and must not block; a task that throws
 * is logged and does not stop the next one. After {@link #close} tasks are dropped.
 */
final class NodeLoop implements Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeLoop.class);

    private final ScheduledThreadPoolExecutor thread;

    NodeLoop() {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            var created = new Thread(task, "mesh-node");
            created.setDaemon(true);
            return created;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    /** Runs the task after the delay, unless the returned handle is used before. */
    Timer schedule(Duration delay, Runnable task) {
        try {
            var future = thread.schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** Runs an asynchronous step on the loop and relays its outcome, also where the step throws. */
    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> step) {
        var outcome = new CompletableFuture<T>();
        execute(() -> relay(step, outcome));
        return outcome;
    }

    /** Continues with the outcome of a future; a continuation that throws is logged. */
    static <T> void follow(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> next) {
        var unused = future.whenComplete((value, failure) -> runLogged(() -> next.accept(value, failure)));
    }

    /** As {@link #follow}, for a future that completes on another thread; continues on the loop. */
    <T> void bringBack(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> next) {
        var unused = future.whenComplete((value, failure) -> execute(() -> next.accept(value, failure)));
    }

    private static <T> void relay(Supplier<CompletableFuture<T>> step, CompletableFuture<T> outcome) {
        try {
            follow(step.get(), (value, failure) -> {
                if (failure == null) {
                    outcome.complete(value);
                } else {
                    outcome.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("event=mesh_task_failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Drops the task; without effect once it has begun. */
        void cancel();
    }
}
