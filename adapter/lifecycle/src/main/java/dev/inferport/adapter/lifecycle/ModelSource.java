package dev.inferport.adapter.lifecycle;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelDirectories;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.adapter.storage.PullRequest;
import dev.inferport.adapter.storage.PulledModel;
import dev.inferport.adapter.storage.Puller;
import dev.inferport.adapter.storage.StorageConfigs;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** How the files of a model come to this disk, and who removes them. Implementations are thread-safe. */
public sealed interface ModelSource {

    /**
     * Makes the files available; blocks.
     *
     * @throws LoadException with the storage's reason, or CANCELLED
     */
    PulledModel fetch(LoadCommand command, Cancellation cancellation) throws LoadException;

    /** Bytes on disk that the size of the model may be estimated from. */
    long diskBytes(LoadCommand command, PulledModel files);

    /** Removes the files of a model, if they are ours; no files are fine. */
    void remove(ModelId id) throws LoadException;

    /** Removes the files of all models, if they are ours. */
    void clear() throws LoadException;

    /** Pulls from storage into the models folder, which this process owns. */
    static ModelSource pulling(StorageConfigs configs, Puller puller) {
        return new Pulling(configs, puller, puller.directories());
    }

    /**
     * Takes what another process has put on the disk and will remove.
     *
     * @param modelsRoot where relative paths begin
     */
    static ModelSource inPlace(Path modelsRoot) {
        return new InPlace(modelsRoot.toAbsolutePath().normalize());
    }

    /** The embedded puller. */
    record Pulling(StorageConfigs configs, Puller puller, ModelDirectories directories) implements ModelSource {

        @Override
        public PulledModel fetch(LoadCommand command, Cancellation cancellation) throws LoadException {
            var config = configs.resolve(command.storage());
            var request = new PullRequest(command.id(), config, command.modelPath(), command.schemaPath());
            return puller.pull(request, cancellation);
        }

        @Override
        public long diskBytes(LoadCommand command, PulledModel files) {
            return files.diskBytes();
        }

        @Override
        public void remove(ModelId id) throws LoadException {
            directories.delete(id);
        }

        @Override
        public void clear() throws LoadException {
            directories.clear();
        }
    }

    /** A puller in another container. */
    record InPlace(Path modelsRoot) implements ModelSource {

        @Override
        public PulledModel fetch(LoadCommand command, Cancellation cancellation) throws LoadException {
            if (command.modelPath().isEmpty()) {
                throw command.refused(
                        Reason.INVALID_ARGUMENT,
                        "its path is empty (expected: where on this disk the model is, as nothing is pulled here).");
            }
            try {
                var schema = command.schemaPath().map(modelsRoot::resolve);
                return PulledModel.inPlace(modelsRoot.resolve(command.modelPath()), schema);
            } catch (InvalidPathException e) {
                throw command.refused(
                        Reason.INVALID_ARGUMENT, "its path can't be one: " + e.getMessage() + "; correct it.");
            }
        }

        /** Whoever pulled the files has measured them already. */
        @Override
        public long diskBytes(LoadCommand command, PulledModel files) {
            return command.diskBytes().orElse(files.diskBytes());
        }

        @Override
        public void remove(ModelId id) {}

        @Override
        public void clear() {}
    }
}
