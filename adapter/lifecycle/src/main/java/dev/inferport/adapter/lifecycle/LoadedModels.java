package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The models known to be in the runtime. While the connection to the runtime is in doubt they are suspects: not loaded
 * as far as anyone is told, until the runtime has confirmed them.
 *
 * <p>An era ends whenever the runtime may have restarted. A load that began in an earlier era proves nothing about the
 * runtime of now. Thread-safe.
 */
public final class LoadedModels {

    // Guarded by this.
    private final Map<ModelId, Entry> loaded = new HashMap<>();
    private final Map<ModelId, Entry> suspects = new HashMap<>();
    private long era;
    private long registrations;

    /** A model, and the how-manieth registration it was. */
    private record Entry(LoadedModel model, long number) {}

    /** The model, if it is loaded for all we know. */
    public synchronized Optional<LoadedModel> find(ModelId id) {
        return Optional.ofNullable(loaded.get(id)).map(Entry::model);
    }

    /** The ids of all models that are loaded for all we know. */
    public synchronized Set<ModelId> ids() {
        return Set.copyOf(loaded.keySet());
    }

    /** Whether the model is loaded, or was until the runtime came into doubt. */
    public synchronized boolean knows(ModelId id) {
        return loaded.containsKey(id) || suspects.containsKey(id);
    }

    synchronized long era() {
        return era;
    }

    /** Registers a model that was loaded in an era; false, and nothing is registered, if that era has ended. */
    synchronized boolean add(LoadedModel model, long loadedInEra) {
        if (loadedInEra != era) {
            return false;
        }
        suspects.remove(model.id());
        loaded.put(model.id(), new Entry(model, ++registrations));
        return true;
    }

    synchronized void remove(ModelId id) {
        suspects.remove(id);
        loaded.remove(id);
    }

    synchronized void clear() {
        suspects.clear();
        loaded.clear();
    }

    /** The runtime may have restarted. */
    synchronized void doubtAll() {
        era++;
        suspects.putAll(loaded);
        loaded.clear();
    }

    /** How many models have been registered so far; asked before the runtime is asked for its models. */
    synchronized long registrations() {
        return registrations;
    }

    /**
     * The runtime has said which models it holds. What was registered since it was asked may be missing in the answer;
     * anything older that is missing is not there, also where nobody saw the runtime go: it may have restarted before
     * anyone looked.
     *
     * @param asked {@link #registrations()} from before the question
     * @return how many models it doesn't hold any more
     */
    synchronized int confirm(Set<String> present, long asked) {
        var before = suspects.size() + loaded.size();
        suspects.keySet().removeIf(id -> !present.contains(id.value()));
        loaded.entrySet()
                .removeIf(entry -> entry.getValue().number() <= asked
                        && !present.contains(entry.getKey().value()));
        var lost = before - suspects.size() - loaded.size();
        suspects.forEach(loaded::putIfAbsent);
        suspects.clear();
        return lost;
    }
}
