package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.ModelId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes one model from the runtime, then from the disk; the runtime first, because it may read the files until then.
 * An id that was never loaded is a success. Thread-safe for different models.
 */
public final class UnloadPipeline {

    private static final Logger log = LoggerFactory.getLogger(UnloadPipeline.class);

    private final ModelSource source;
    private final RuntimeLayout layout;
    private final RuntimeClient runtime;
    private final LoadedModels loaded;
    private final LifecycleObserver observer;

    /** Joins the steps. */
    public UnloadPipeline(
            ModelSource source,
            RuntimeLayout layout,
            RuntimeClient runtime,
            LoadedModels loaded,
            LifecycleObserver observer) {
        this.source = source;
        this.layout = layout;
        this.runtime = runtime;
        this.loaded = loaded;
        this.observer = observer;
    }

    /**
     * Removes a model; when it returns the model is in neither place.
     *
     * @throws LoadException if the runtime or the disk refuses; the unload may be repeated
     */
    public void run(ModelId id) throws LoadException {
        var began = System.nanoTime();
        loaded.remove(id);
        try {
            var wasLoaded = runtime.unload(id);
            layout.delete(id);
            source.remove(id);
            log.info("event=model_unloaded model=\"{}\" was_loaded={}", id, wasLoaded);
        } catch (LoadException e) {
            log.warn("event=model_unload_failed model=\"{}\" error=\"{}\"", id, e.sentence());
            observer.unloadEnded(id, Optional.of(e.reason()), System.nanoTime() - began);
            throw e;
        }
        observer.unloadEnded(id, Optional.empty(), System.nanoTime() - began);
    }
}
