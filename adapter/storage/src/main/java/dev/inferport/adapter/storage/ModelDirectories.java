package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories of pulled models: {@code <root>/<directory name of the id>}. Thread-safe; two calls for one id must
 * not overlap, which is the business of whoever orders loads and unloads.
 */
public final class ModelDirectories {

    private final Path root;
    private final Staging staging;

    /** Owns the model directories below {@code root}. */
    public ModelDirectories(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.staging = new Staging(this.root);
    }

    /** The folder that holds the model directories. */
    public Path root() {
        return root;
    }

    /** Where the files of a model are or would be. */
    public Path of(ModelId id) {
        return root.resolve(id.directoryName());
    }

    /**
     * Removes the directory of a model; there being none is fine. Its name is free at once, even where removing the
     * files takes a while.
     *
     * @throws LoadException {@link LoadException.Reason#INTERNAL} if the file system refuses
     */
    public void delete(ModelId id) throws LoadException {
        discard(of(id));
    }

    /**
     * Removes every model directory. Names that start with {@code _} or {@code .} and {@code lost+found} belong to
     * others and stay; a model directory never has such a name.
     *
     * @throws LoadException {@link LoadException.Reason#INTERNAL} if the file system refuses
     */
    public void clear() throws LoadException {
        for (var entry : entries()) {
            discard(entry);
        }
    }

    /**
     * The models that have a directory here whose name is their id; of the others only a digest is known.
     *
     * @throws LoadException {@link LoadException.Reason#INTERNAL} if the file system refuses
     */
    public List<ModelId> plainIds() throws LoadException {
        return entries().stream()
                .map(entry -> new ModelId(String.valueOf(entry.getFileName())))
                .filter(id -> id.directoryName().equals(id.value()))
                .toList();
    }

    Staging staging() {
        return staging;
    }

    private List<Path> entries() throws LoadException {
        var found = new ArrayList<Path>();
        try (var stream = Files.newDirectoryStream(root, ModelDirectories::isOurs)) {
            stream.forEach(found::add);
            return found;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new LoadException(
                    LoadException.Reason.INTERNAL, "The model directory '" + root + "' can't be read: " + e + ".", e);
        }
    }

    private static boolean isOurs(Path entry) {
        var name = String.valueOf(entry.getFileName());
        return !name.startsWith("_") && !name.startsWith(".") && !name.equals("lost+found");
    }

    private void discard(Path tree) throws LoadException {
        try {
            staging.discard(tree);
        } catch (IOException e) {
            throw new LoadException(
                    LoadException.Reason.INTERNAL,
                    "The model files in '" + tree + "' can't be removed: " + e
                            + "; check the permissions of the folder.",
                    e);
        }
    }
}
