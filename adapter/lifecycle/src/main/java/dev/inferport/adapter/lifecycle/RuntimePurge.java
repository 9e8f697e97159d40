package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.ModelId;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the runtime and the folders of models, so that whoever takes over starts from nothing. Must run
 * {@link ModelSlots#alone alone}.
 */
public final class RuntimePurge {

    private static final Logger log = LoggerFactory.getLogger(RuntimePurge.class);

    private final ModelSource source;
    private final RuntimeLayout layout;
    private final RuntimeClient runtime;
    private final LoadedModels loaded;

    /** How it went. */
    public sealed interface Outcome {

        /**
         * Nothing is loaded, nothing is on the disk.
         *
         * @param runtimeVersion what the runtime calls its version; may be empty
         */
        record Empty(String runtimeVersion) implements Outcome {}

        /** The runtime isn't ready for it; try again later. */
        record NotYet(String reason) implements Outcome {}

        /** The disk refuses, and will do so again. */
        record Impossible(String reason) implements Outcome {}
    }

    /** Joins the steps. */
    public RuntimePurge(ModelSource source, RuntimeLayout layout, RuntimeClient runtime, LoadedModels loaded) {
        this.source = source;
        this.layout = layout;
        this.runtime = runtime;
        this.loaded = loaded;
    }

    /** Purges; blocks, though every call of the runtime has a deadline. */
    public Outcome run() {
        try {
            if (!runtime.ready()) {
                return new Outcome.NotYet("The runtime says that it is not ready.");
            }
            unloadAll();
        } catch (LoadException e) {
            return new Outcome.NotYet(e.sentence());
        }
        try {
            layout.clear();
            source.clear();
        } catch (LoadException e) {
            return new Outcome.Impossible(e.sentence());
        }
        try {
            return new Outcome.Empty(runtime.version());
        } catch (LoadException e) {
            return new Outcome.NotYet(e.sentence());
        }
    }

    private void unloadAll() throws LoadException {
        var names = new TreeSet<>(runtime.readyModels());
        loaded.ids().forEach(id -> names.add(id.value()));
        loaded.clear();
        for (var name : names) {
            runtime.unload(new ModelId(name));
        }
        if (!names.isEmpty()) {
            log.info("event=runtime_purged models={}", names.size());
        }
    }
}
