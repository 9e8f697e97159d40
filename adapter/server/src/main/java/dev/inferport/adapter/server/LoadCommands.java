package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.LoadCommand;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.wire.mmesh.LoadModelRequest;
import dev.inferport.wire.mmesh.PredictModelSizeRequest;

/** Reads the mesh's requests; one that can't be read is refused before anything is attempted. */
final class LoadCommands {

    private LoadCommands() {}

    /** @throws LoadException INVALID_ARGUMENT */
    static LoadCommand from(LoadModelRequest request) throws LoadException {
        return command(request.getModelId(), request.getModelType(), request.getModelPath(), request.getModelKey());
    }

    /** @throws LoadException INVALID_ARGUMENT */
    static LoadCommand from(PredictModelSizeRequest request) throws LoadException {
        return command(request.getModelId(), request.getModelType(), request.getModelPath(), request.getModelKey());
    }

    private static LoadCommand command(String id, String type, String path, String modelKey) throws LoadException {
        var key = ModelKey.parse(modelKey);
        return new LoadCommand(
                ModelId.of(id),
                key.modelType().orElse(type),
                path,
                key.schemaPath(),
                key.storage(),
                key.bytes("disk_size_bytes", 0),
                key.bytes("size_in_bytes", 1));
    }
}
