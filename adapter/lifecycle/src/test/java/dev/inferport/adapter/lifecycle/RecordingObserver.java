package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it learns. */
final class RecordingObserver implements LifecycleObserver {

    final List<LoadEvent> loads = new CopyOnWriteArrayList<>();
    final List<String> unloads = new CopyOnWriteArrayList<>();
    final List<String> runtime = new CopyOnWriteArrayList<>();

    @Override
    public void loadEnded(LoadEvent load) {
        loads.add(load);
    }

    @Override
    public void unloadEnded(ModelId id, Optional<Reason> failure, long nanos) {
        unloads.add(id + " " + failure.map(Reason::name).orElse("OK"));
    }

    @Override
    public void runtimeLost() {
        runtime.add("lost");
    }

    @Override
    public void runtimeReached() {
        runtime.add("reached");
    }
}
