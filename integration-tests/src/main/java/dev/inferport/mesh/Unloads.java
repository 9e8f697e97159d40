package dev.inferport.mesh;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies that left the cache and still hold memory in the runtime. Each is unloaded after a delay, later while calls
 * are in flight, and repeatedly until the runtime agrees; until then its weight is missing elsewhere and its id can't
 * be loaded. Owned by the node's loop.
 */
final class Unloads {

    private static final Logger log = LoggerFactory.getLogger(Unloads.class);

    private static final int LAST_LOOK = 8;
    private static final int LAST_ATTEMPT = 90;

    private final RuntimeDriver runtime;
    private final NodeLoop loop;
    private final MeshTiming timing;
    private final Runnable onMemoryFreed;
    private final Map<String, Pending> pending = new HashMap<>();

    Unloads(RuntimeDriver runtime, NodeLoop loop, MeshTiming timing, Runnable onMemoryFreed) {
        this.runtime = runtime;
        this.loop = loop;
        this.timing = timing;
        this.onMemoryFreed = onMemoryFreed;
    }

    /** Unloads a copy that just left the cache. */
    void schedule(ModelCopy copy, Duration delay) {
        var unload = new Pending(copy);
        pending.put(copy.id(), unload);
        copy.await(loop.schedule(delay, () -> unloadWhenIdle(unload, 1)));
    }

    /** Unloads a copy at once, whatever is in flight. */
    void now(ModelCopy copy) {
        var unload = new Pending(copy);
        pending.put(copy.id(), unload);
        send(unload, 0);
    }

    /**
     * Takes back a usable copy whose unload has not been sent. A model that returns this quickly is not loaded anew,
     * even if it was registered with another path: the old copy keeps answering.
     */
    Optional<ModelCopy> reclaim(String id) {
        var unload = pending.get(id);
        if (unload == null || unload.sent || !unload.copy.wasUsable()) {
            return Optional.empty();
        }
        pending.remove(id);
        unload.copy.await(() -> {});
        return Optional.of(unload.copy);
    }

    /** Completes when no unload of the id is outstanding; fails once its unload was given up. */
    CompletableFuture<Void> ended(String id) {
        var unload = pending.get(id);
        return unload == null ? CompletableFuture.completedFuture(null) : unload.ended;
    }

    /** Units that are not free yet, or never will be. */
    long weight() {
        return pending.values().stream()
                .mapToLong(unload -> unload.copy.weight())
                .sum();
    }

    private void unloadWhenIdle(Pending unload, int looks) {
        if (unload.copy.calls().isIdle() || looks == LAST_LOOK) {
            send(unload, 0);
        } else {
            unload.copy.await(loop.schedule(timing.recheckOfBusyModel(looks), () -> unloadWhenIdle(unload, looks + 1)));
        }
    }

    private void send(Pending unload, int failures) {
        unload.sent = true;
        var id = unload.copy.id();
        NodeLoop.follow(runtime.unload(id), (response, failure) -> {
            if (failure == null || Status.fromThrowable(failure).getCode() == Code.NOT_FOUND) {
                log.info("event=model_unloaded model=\"{}\"", id);
                pending.remove(id);
                unload.ended.complete(null);
                onMemoryFreed.run();
            } else {
                repeat(unload, failures + 1, Status.fromThrowable(failure));
            }
        });
    }

    private void repeat(Pending unload, int failures, Status reason) {
        var text = LoadFailure.textOf(reason);
        if (failures > LAST_ATTEMPT) {
            log.error(
                    "event=unload_given_up model=\"{}\" lost_units={} reason=\"{}\"",
                    unload.copy.id(),
                    unload.copy.weight(),
                    text);
            unload.ended.completeExceptionally(Status.FAILED_PRECONDITION
                    .withDescription("Prior unload of model " + unload.copy.id() + " failed unrecoverably")
                    .asRuntimeException());
        } else {
            log.warn("event=unload_failed model=\"{}\" attempt={} reason=\"{}\"", unload.copy.id(), failures, text);
            loop.schedule(timing.unloadRetry(failures), () -> send(unload, failures));
        }
    }

    private static final class Pending {

        private final ModelCopy copy;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private boolean sent;

        Pending(ModelCopy copy) {
            this.copy = copy;
        }
    }
}
