package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.adapter.storage.StorageRequest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The wish to have one model loaded.
 *
 * @param id the name that requests will use
 * @param modelType lower-case format name without a version, such as {@code xgboost}; may be empty
 * @param modelPath path of the model in its storage, or on this disk where something else has pulled it
 * @param schemaPath path of a schema file, in the same place
 * @param storage where the model is stored
 * @param diskBytes what the caller knows of the size on disk, in bytes
 * @param declaredBytes what the caller says the model will hold in memory, in bytes
 */
public record LoadCommand(
        ModelId id,
        String modelType,
        String modelPath,
        Optional<String> schemaPath,
        StorageRequest storage,
        OptionalLong diskBytes,
        OptionalLong declaredBytes) {

    /** Normalizes the model type and refuses negative sizes. */
    public LoadCommand {
        modelType = ModelFormats.normalized(modelType);
        if (diskBytes.isPresent() && diskBytes.getAsLong() < 0) {
            throw new IllegalArgumentException("diskBytes: " + diskBytes.getAsLong() + " (expected: >= 0)");
        }
        if (declaredBytes.isPresent() && declaredBytes.getAsLong() <= 0) {
            throw new IllegalArgumentException("declaredBytes: " + declaredBytes.getAsLong() + " (expected: > 0)");
        }
    }

    LoadException refused(Reason reason, String why) {
        return new LoadException(reason, "Model " + id + ": " + why);
    }
}
