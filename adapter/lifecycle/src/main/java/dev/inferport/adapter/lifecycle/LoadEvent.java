package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a load went.
 *
 * @param id of the model
 * @param modelType its format, lower-case; may be empty
 * @param failure why it failed; empty where the model is loaded
 * @param nanos how long each phase took that was begun, the one that failed included
 * @param diskBytes of its files; 0 where they were never there
 * @param size what it takes in memory; empty where it isn't loaded
 */
public record LoadEvent(
        ModelId id,
        String modelType,
        Optional<Reason> failure,
        Map<Phase, Long> nanos,
        long diskBytes,
        Optional<SizeReport> size) {

    /** What a load consists of, in order. */
    public enum Phase {
        /** The files come to this disk. */
        FETCH,
        /** The runtime's folder is written. */
        LAYOUT,
        /** The runtime loads. */
        RUNTIME,
        /** The size is found out. */
        SIZE
    }

    /** Copies the map. */
    public LoadEvent {
        nanos = nanos.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(nanos));
    }
}
