package dev.inferport.runtime.core;

import dev.inferport.runtime.api.MLModel;
import dev.inferport.runtime.api.RestRoute;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded model and the number of requests that use it. Once retired it gives out no more leases, and it is drained
 * when the last one has been closed. Safe for any thread; never waits.
 */
final class ServedModel {

    /** Added to the count when the model is retired, so that one number says both. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final MLModel model;
    private final ModelQueue queue;
    private final ResponseCache.ModelAnswers answers;
    private final List<ModelRoute> routes;
    private final AtomicInteger leases = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    ServedModel(MLModel model, ModelQueue queue, ResponseCache.ModelAnswers answers, List<RestRoute> routes) {
        this.model = model;
        this.queue = queue;
        this.answers = answers;
        this.routes = routes.stream().map(route -> new ModelRoute(this, route)).toList();
    }

    /** Routes of the model's own. */
    List<ModelRoute> routes() {
        return routes;
    }

    MLModel model() {
        return model;
    }

    /** Where requests to this very model wait; a reload brings a new model with a new queue. */
    ModelQueue queue() {
        return queue;
    }

    /** What this very model has answered before; empty after a reload. */
    ResponseCache.ModelAnswers answers() {
        return answers;
    }

    /** Takes a lease; false where the model is retired. */
    boolean acquire() {
        int count = leases.get();
        while (count >= 0) {
            if (leases.compareAndSet(count, count + 1)) {
                return true;
            }
            count = leases.get();
        }
        return false;
    }

    void release() {
        if (leases.decrementAndGet() == RETIRED) {
            drained.complete(null);
        }
    }

    /** Ends the giving out of leases. The future completes when none is left; a second call changes nothing. */
    CompletableFuture<Void> retire() {
        answers.close();
        int before = leases.getAndUpdate(count -> count < 0 ? count : count + RETIRED);
        if (before == 0) {
            drained.complete(null);
        }
        return drained;
    }
}
