package dev.inferport.adapter.storage;

import java.util.Optional;

/**
 * One model to pull.
 *
 * @param id whose directory the files go to
 * @param config where they come from
 * @param modelPath path inside the storage: a file, or a folder with everything below it; may be empty
 * @param schemaPath path of a schema file inside the same storage
 */
public record PullRequest(ModelId id, StorageConfig config, String modelPath, Optional<String> schemaPath) {

    /** What an error of this pull is about. */
    String subject() {
        return config.subject() + ", path '" + modelPath + "'";
    }
}
