package dev.inferport.runtime.core;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Runs the tasks of one key one after the other, in order of arrival, and those of different keys side by side. A task
 * that fails does not hold up the next one; a key without tasks takes no memory.
 */
final class SerialQueues {

    private final Executor executor;
    private final ConcurrentMap<String, CompletableFuture<?>> tails = new ConcurrentHashMap<>();

    SerialQueues(Executor executor) {
        this.executor = executor;
    }

    <T> CompletableFuture<T> submit(String key, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<?> tail = tails.compute(key, (k, previous) -> {
            CompletableFuture<?> before = previous == null ? CompletableFuture.completedFuture(null) : previous;
            return before.handleAsync((value, failure) -> run(task, result), executor);
        });
        return result.whenComplete((value, failure) -> tails.remove(key, tail));
    }

    private static <T> boolean run(Callable<T> task, CompletableFuture<T> result) {
        try {
            return result.complete(task.call());
        } catch (CompletionException e) {
            return result.completeExceptionally(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            return result.completeExceptionally(e);
        }
    }
}
