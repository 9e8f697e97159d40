package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;

/**
 * Models on this machine, by absolute path; for local runs, and off unless the settings of the puller name a folder.
 */
public final class FileProvider implements StorageProvider {

    /** For {@link java.util.ServiceLoader}. */
    public FileProvider() {}

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Storage open(StorageConfig config, StorageEnvironment environment) throws LoadException {
        var folder = environment
                .localFiles()
                .orElseThrow(() -> new LoadException(
                        Reason.FAILED_PRECONDITION,
                        "Storages of type 'file' are switched off, as they would open the adapter's own files to whoever"
                                + " deploys a model; use 'pvc' or an object store, or name a folder for local runs."));
        return new LocalFiles(new MountedFolder(folder, "the local folder '" + folder + "'"), folder.toAbsolutePath());
    }
}
