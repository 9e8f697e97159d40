package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.ModelId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What callers may do with models. No method blocks; futures fail with
 * {@link dev.inferport.adapter.storage.LoadException}. Thread-safe.
 */
public final class ModelLifecycle {

    private final ModelSlots slots;
    private final LoadPipeline loads;
    private final UnloadPipeline unloads;
    private final RuntimePurge purge;
    private final SizeEstimator sizes;
    private final LoadedModels loaded;

    /** Joins the parts. */
    public ModelLifecycle(
            ModelSlots slots,
            LoadPipeline loads,
            UnloadPipeline unloads,
            RuntimePurge purge,
            SizeEstimator sizes,
            LoadedModels loaded) {
        this.slots = slots;
        this.loads = loads;
        this.unloads = unloads;
        this.purge = purge;
        this.sizes = sizes;
        this.loaded = loaded;
    }

    /** Loads a model; a cancelled load is undone. */
    public CompletableFuture<LoadedModel> load(LoadCommand command, Cancellation caller) {
        return slots.load(command.id(), caller, cancellation -> loads.run(command, cancellation));
    }

    /** Unloads a model, after cancelling its loads; an unknown id is a success. */
    public CompletableFuture<ModelId> unload(ModelId id) {
        return slots.unload(id, cancellation -> {
            unloads.run(id);
            return id;
        });
    }

    /** Cancels all loads, unloads everything and empties the folders. */
    public CompletableFuture<RuntimePurge.Outcome> purge() {
        return slots.alone(cancellation -> purge.run());
    }

    /** The size that a model will probably have, in bytes. */
    public long predictedSize(LoadCommand command) {
        return sizes.predict(command);
    }

    /** A model that is loaded for all we know. */
    public Optional<LoadedModel> loaded(ModelId id) {
        return loaded.find(id);
    }
}
