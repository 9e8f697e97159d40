package dev.inferport.mesh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The copies of a node, loaded or on their way, limited by weight; the least recently used gives way. Owned by the
 * node's loop.
 */
final class ModelCache {

    private final long capacity;
    private final Map<String, ModelCopy> copies = new LinkedHashMap<>();

    ModelCache(long capacity) {
        this.capacity = capacity;
    }

    Optional<ModelCopy> get(String id) {
        return Optional.ofNullable(copies.get(id));
    }

    void add(ModelCopy copy) {
        copies.put(copy.id(), copy);
    }

    /** Removes this very copy; false where it is not in the cache (any longer). */
    boolean remove(ModelCopy copy) {
        return copies.remove(copy.id(), copy);
    }

    /** Notes a use; among equal times the latest note counts. */
    void touch(ModelCopy copy, Instant now) {
        copy.usedAt(now);
        if (remove(copy)) {
            add(copy);
        }
    }

    long capacity() {
        return capacity;
    }

    long weight() {
        return copies.values().stream().mapToLong(ModelCopy::weight).sum();
    }

    Optional<ModelCopy> leastRecentlyUsed() {
        return copies.values().stream().min(Comparator.comparing(ModelCopy::lastUsed));
    }

    /** Takes out what has to give way until the rest fits; a copy heavier than the whole cache goes too, last. */
    List<ModelCopy> evict() {
        var victims = new ArrayList<ModelCopy>();
        while (weight() > capacity) {
            var victim = leastRecentlyUsed().orElseThrow();
            remove(victim);
            victims.add(victim);
        }
        return victims;
    }

    Collection<ModelCopy> copies() {
        return Collections.unmodifiableCollection(copies.values());
    }
}
