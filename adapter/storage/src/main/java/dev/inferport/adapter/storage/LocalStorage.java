package dev.inferport.adapter.storage;

import java.nio.file.Path;

/**
 * Files that are on this machine already. They are linked, not copied: they must not change while a model is loaded.
 */
public non-sealed interface LocalStorage extends Storage {

    /**
     * The file or folder that a path means.
     *
     * @return an absolute path that exists and does not leave the storage
     * @throws LoadException NOT_FOUND if it does not exist, INVALID_ARGUMENT if it leaves the storage
     */
    Path locate(String path) throws LoadException;
}
