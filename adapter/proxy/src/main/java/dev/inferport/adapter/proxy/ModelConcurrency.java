package dev.inferport.adapter.proxy;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many calls of one model are under way. A model without calls takes no memory, whatever names callers invent.
 * Thread-safe; nobody waits.
 */
final class ModelConcurrency {

    private final int limit;
    private final ConcurrentMap<String, Integer> inFlight = new ConcurrentHashMap<>();

    /** @param limit calls per model; 0 = no limit */
    ModelConcurrency(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("calls per model: " + limit + " (expected: >= 0, 0 = no limit)");
        }
        this.limit = limit;
    }

    /** A place for one more call, to be given back once; empty if the model has none left. */
    Optional<Runnable> enter(Optional<String> model) {
        if (limit == 0 || model.isEmpty()) {
            return Optional.of(() -> {});
        }
        var name = model.get();
        var admitted = new boolean[1];
        inFlight.compute(name, (key, count) -> {
            var now = count == null ? 0 : count;
            admitted[0] = now < limit;
            return admitted[0] ? Integer.valueOf(now + 1) : count;
        });
        return admitted[0] ? Optional.of(() -> leave(name)) : Optional.empty();
    }

    int limit() {
        return limit;
    }

    int models() {
        return inFlight.size();
    }

    private void leave(String name) {
        inFlight.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
    }
}
