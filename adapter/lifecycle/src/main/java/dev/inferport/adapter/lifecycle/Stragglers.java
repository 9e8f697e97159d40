package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runtimes that can't abort a load finish it although the call was cancelled, possibly after the unload that followed.
 * An abandoned load is therefore unloaded again, at doubling intervals, until the runtime admits to having had it, a
 * newer load has taken its place, or it is too late for the old one to end.
 *
 * <p>Checks go through {@link ModelSlots}, so they never meet a load or unload of the same model. Thread-safe.
 */
public final class Stragglers {

    private static final Logger log = LoggerFactory.getLogger(Stragglers.class);

    private final ModelSlots slots;
    private final RuntimeClient runtime;
    private final LoadedModels loaded;
    private final Duration firstCheck;
    private final Duration lastCheck;

    /**
     * Watches for loads that end late.
     *
     * @param firstCheck after the load was abandoned
     * @param lastCheck the longest interval between two checks; after it the load is forgotten
     */
    public Stragglers(
            ModelSlots slots, RuntimeClient runtime, LoadedModels loaded, Duration firstCheck, Duration lastCheck) {
        this.slots = slots;
        this.runtime = runtime;
        this.loaded = loaded;
        this.firstCheck = firstCheck;
        this.lastCheck = lastCheck;
    }

    /** The runtime was told to load this model, then to stop, and said that it doesn't have it. */
    void abandoned(ModelId id) {
        checkAfter(firstCheck, id);
    }

    private void checkAfter(Duration pause, ModelId id) {
        if (pause.compareTo(lastCheck) <= 0) {
            CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(() -> check(id, pause));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure leads to the next check
    private void check(ModelId id, Duration pause) {
        slots.whenIdle(id, token -> settle(id))
                .orElseGet(() -> CompletableFuture.completedFuture(false))
                .whenComplete((settled, failure) -> {
                    if (failure != null || !settled) {
                        checkAfter(pause.multipliedBy(2), id);
                    }
                });
    }

    private boolean settle(ModelId id) throws Exception {
        if (loaded.knows(id)) {
            return true;
        }
        var late = runtime.unload(id);
        if (late) {
            log.warn("event=late_load_unloaded model=\"{}\"", id);
        }
        return late;
    }
}
