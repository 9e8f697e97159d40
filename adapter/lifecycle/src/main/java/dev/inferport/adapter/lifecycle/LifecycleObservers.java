package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.util.List;
import java.util.Optional;

/** Several observers as one. */
record LifecycleObservers(List<LifecycleObserver> all) implements LifecycleObserver {

    @Override
    public void loadBegan(ModelId id) {
        all.forEach(observer -> observer.loadBegan(id));
    }

    @Override
    public void loadEnded(LoadEvent load) {
        all.forEach(observer -> observer.loadEnded(load));
    }

    @Override
    public void unloadEnded(ModelId id, Optional<Reason> failure, long nanos) {
        all.forEach(observer -> observer.unloadEnded(id, failure, nanos));
    }

    @Override
    public void runtimeLost() {
        all.forEach(LifecycleObserver::runtimeLost);
    }

    @Override
    public void runtimeReached() {
        all.forEach(LifecycleObserver::runtimeReached);
    }
}
