package dev.inferport.adapter.storage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A model whose files are complete on this machine's disk. Thread-safe.
 *
 * <p>The paths stay valid until {@link #delete()}, or until the next pull of the same id replaces them.
 */
public final class PulledModel {

    private final Path modelPath;
    private final Optional<Path> schemaPath;
    private final long diskBytes;
    private final Removal removal;

    PulledModel(Path modelPath, Optional<Path> schemaPath, long diskBytes, Removal removal) {
        this.modelPath = modelPath;
        this.schemaPath = schemaPath;
        this.diskBytes = diskBytes;
        this.removal = removal;
    }

    /**
     * A model that something else put on the disk and that something else removes; its {@link #delete()} does nothing.
     *
     * @throws LoadException {@link LoadException.Reason#NOT_FOUND} if there is no file at one of the paths
     */
    public static PulledModel inPlace(Path modelPath, Optional<Path> schemaPath) throws LoadException {
        var bytes = DiskUsage.of(modelPath);
        return new PulledModel(modelPath, schemaPath, bytes, () -> {});
    }

    /** Absolute path of the model: a file or a folder, possibly a link. */
    public Path modelPath() {
        return modelPath;
    }

    /** Absolute path of the schema file, where one was asked for. */
    public Optional<Path> schemaPath() {
        return schemaPath;
    }

    /** Bytes of all files of the model, measured through links, each file once. The schema is not counted. */
    public long diskBytes() {
        return diskBytes;
    }

    /**
     * Removes the directory of the model; what a link points at stays. Repeating it is harmless.
     *
     * @throws LoadException {@link LoadException.Reason#INTERNAL} if the file system refuses
     */
    public void delete() throws LoadException {
        removal.run();
    }

    @Override
    public String toString() {
        return "PulledModel[" + modelPath + ", " + diskBytes + " bytes]";
    }

    /** How the directory goes away. */
    @FunctionalInterface
    interface Removal {
        void run() throws LoadException;
    }
}
