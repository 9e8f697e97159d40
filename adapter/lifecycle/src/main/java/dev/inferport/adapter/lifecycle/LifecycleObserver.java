package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.util.List;
import java.util.Optional;

/**
 * Learns what happens to models, on the threads that do the work, each event once. Implementations must neither block
 * nor throw.
 */
public interface LifecycleObserver {

    /** A load has begun. */
    default void loadBegan(ModelId id) {}

    /** A load has ended, well or not. */
    default void loadEnded(LoadEvent load) {}

    /**
     * An unload has ended.
     *
     * @param failure why the model may still be there; empty where it is gone
     */
    default void unloadEnded(ModelId id, Optional<Reason> failure, long nanos) {}

    /** The runtime can't be reached any more, or has been restarted; no model is known to be loaded. */
    default void runtimeLost() {}

    /** The runtime answers. */
    default void runtimeReached() {}

    /** Tells all of these, in their order. */
    static LifecycleObserver all(List<? extends LifecycleObserver> observers) {
        return new LifecycleObservers(List.copyOf(observers));
    }

    /** Learns nothing. */
    static LifecycleObserver none() {
        return new LifecycleObserver() {};
    }
}
