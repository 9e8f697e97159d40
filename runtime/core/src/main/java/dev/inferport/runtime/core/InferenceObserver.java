package dev.inferport.runtime.core;

import java.util.List;

/**
 * Learns how requests, loads and unloads have ended, each of them once: for metrics, traces, request logs.
 *
 * <p>It is called on the thread that ended the matter, which may be one that serves requests, and by many threads at a
 * time; so it neither waits nor takes its time. What it throws is logged and harms nobody.
 */
public interface InferenceObserver {

    /** A request, or a stream of them, has its answer or its failure; the client has not been told yet. */
    default void requestEnded(RequestEvent request) {}

    /** A request has been answered with what an equal one had been answered before; the model was not asked. */
    default void answerRepeated(ModelKey model) {}

    /** A model with batching is about to answer a batch, which may be of one request. */
    default void batchBegan(BatchEvent batch) {}

    /**
     * A load of one model version has ended. Where it succeeded the model is about to go into service; each such event
     * is followed by one unload, and at a reload the new version is loaded before the old one is unloaded.
     */
    default void loadEnded(ModelEvent load) {}

    /** A model version that had been loaded has been freed, or has failed at that. */
    default void unloadEnded(ModelEvent unload) {}

    /** Looks at nothing; with it, nothing is measured either. */
    static InferenceObserver none() {
        return NoObserver.INSTANCE;
    }

    /** Tells each of these, in this order, whatever the others throw. */
    static InferenceObserver all(List<? extends InferenceObserver> observers) {
        List<? extends InferenceObserver> telling =
                observers.stream().filter(observer -> observer != none()).toList();
        if (telling.isEmpty()) {
            return none();
        }
        return telling.size() == 1 && telling.get(0) instanceof ObserverGroup group
                ? group
                : new ObserverGroup(telling);
    }
}
