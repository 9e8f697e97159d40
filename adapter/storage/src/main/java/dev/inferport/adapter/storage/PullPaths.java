package dev.inferport.adapter.storage;

import java.util.List;
import java.util.Optional;

/**
 * What a request asks for, and what it will be called here.
 *
 * @param model path inside the storage
 * @param schema path inside the storage, if a schema is asked for
 * @param names inside the directory of the model
 * @param treatment of the model once it is downloaded
 */
record PullPaths(StoragePath model, Optional<StoragePath> schema, LocalNames names, Treatment treatment) {

    static PullPaths of(PullRequest request) throws LoadException {
        var model = StoragePath.of(request.modelPath());
        var treatment = Treatment.of(request.config(), model);
        var local = treatment.localPath(model);
        var schema = request.schemaPath();
        if (schema.isEmpty()) {
            var names = LocalNames.of(local, new StoragePath(List.of(), false));
            return new PullPaths(model, Optional.empty(), names, treatment);
        }
        var path = StoragePath.of(schema.get());
        return new PullPaths(model, Optional.of(path), LocalNames.of(local, path), treatment);
    }
}
