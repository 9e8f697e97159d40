package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code <root>/.staging}: on the file system of the results, so that a rename takes a finished tree out and
 * an abandoned one in. Nothing in it has a meaning after a restart.
 */
final class Staging {

    private static final Logger log = LoggerFactory.getLogger(Staging.class);

    static final String NAME = ".staging";

    private final Path folder;

    Staging(Path root) {
        this.folder = root.resolve(NAME);
    }

    /** A new empty folder. */
    Path create() throws IOException {
        Files.createDirectories(folder);
        return Files.createDirectory(unique());
    }

    /** Takes {@code tree} away under its name at once, then removes it; there being none is fine. */
    void discard(Path tree) throws IOException {
        var trash = unique();
        try {
            Files.createDirectories(folder);
            Files.move(tree, trash, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (AtomicMoveNotSupportedException e) {
            trash = tree;
        }
        FileTrees.delete(trash);
    }

    /** Puts a finished tree in the place of what {@code destination} holds, if anything: never a mix of both. */
    void publish(Path tree, Path destination) throws IOException {
        var before = unique();
        var replaces = DiskUsage.isThere(destination);
        if (replaces) {
            Files.move(destination, before, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(tree, destination, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(before, destination, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        if (replaces) {
            deleteOrLeave(before);
        }
    }

    /** The new tree is in place, which must not fail because of the old one; the next start sweeps what stays. */
    private static void deleteOrLeave(Path tree) {
        try {
            FileTrees.delete(tree);
        } catch (IOException e) {
            log.warn("event=staging_not_removed path={} why=\"{}\"", tree, e.toString());
        }
    }

    /** Removes what an earlier process left. */
    void sweep() throws IOException {
        if (DiskUsage.isThere(folder)) {
            FileTrees.delete(folder);
        }
    }

    private Path unique() {
        return folder.resolve(UUID.randomUUID().toString());
    }
}
