package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.ModelId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What models turned out to hold the last time they were loaded. The oldest are forgotten first. Thread-safe. */
public final class PastSizes {

    private static final int REMEMBERED = 10_000;

    // Guarded by this.
    private final Map<ModelId, Past> past = new LinkedHashMap<>();

    private record Past(String modelPath, long bytes) {}

    /** Bytes, unless the model was never loaded from this path. */
    public synchronized OptionalLong find(ModelId id, String modelPath) {
        var last = past.get(id);
        return last != null && last.modelPath().equals(modelPath)
                ? OptionalLong.of(last.bytes())
                : OptionalLong.empty();
    }

    /** Takes the place of what was known of the model. */
    public synchronized void remember(ModelId id, String modelPath, long bytes) {
        past.remove(id);
        past.put(id, new Past(modelPath, bytes));
        if (past.size() > REMEMBERED) {
            past.remove(past.keySet().iterator().next());
        }
    }
}
