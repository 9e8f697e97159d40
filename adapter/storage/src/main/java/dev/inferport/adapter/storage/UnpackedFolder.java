package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes in the entries of an archive that nobody vouches for. Nothing is written outside of the folder, no link is
 * made, nothing is written twice, and a small archive can't fill the disk. Owned by one thread.
 */
final class UnpackedFolder {

    static final int MOST_ENTRIES = 100_000;

    /** Deflate itself can't do better than about 1000; what models consist of stays far below this. */
    private static final long MOST_EXPANSION = 200;

    /** Small archives of very regular text are harmless. */
    private static final long ALWAYS_ALLOWED_BYTES = 64L << 20;

    /** How much is written between two looks at the free disk. */
    private static final long DISK_STEP_BYTES = 16L << 20;

    private static final Pattern SLASH = Pattern.compile("/");
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path folder;
    private final long allowedBytes;
    private final DiskBudget disk;
    private final Cancellation cancellation;
    private int entries;
    private long bytes;
    private long checkedBytes;
    private boolean hasFiles;

    UnpackedFolder(Path folder, long packedBytes, DiskBudget disk, Cancellation cancellation) {
        this.folder = folder;
        this.allowedBytes = Math.max(ALWAYS_ALLOWED_BYTES, packedBytes * MOST_EXPANSION);
        this.disk = disk;
        this.cancellation = cancellation;
    }

    void addFolder(String name) throws IOException, LoadException {
        count(name);
        create(resolve(name), name);
    }

    void addFile(String name, InputStream content) throws IOException, LoadException {
        count(name);
        var file = resolve(name);
        if (file.equals(folder) || name.endsWith("/")) {
            throw refused(name, "is a file without a name");
        }
        create(file.resolveSibling(""), name);
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(content, channel);
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw refused(name, "is there twice");
        }
        hasFiles = true;
    }

    /** An archive of nothing is no model. */
    void requireFiles() throws LoadException {
        if (!hasFiles) {
            throw new LoadException(Reason.INVALID_ARGUMENT, "The archive has no files; pack the model into it.");
        }
    }

    LoadException refused(String name, String why) {
        return new LoadException(
                Reason.INVALID_ARGUMENT,
                "The entry '" + name + "' of the archive " + why + "; pack the model again without it.");
    }

    /** Counts what an archive has, so that it ends. */
    void count(String name) throws LoadException {
        cancellation.throwIfCancelled();
        if (++entries > MOST_ENTRIES) {
            throw refused(name, "is one more than the " + MOST_ENTRIES + " that are allowed");
        }
    }

    private void copy(InputStream content, FileChannel channel) throws IOException, LoadException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            cancellation.throwIfCancelled();
            grow(count);
            for (var part = ByteBuffer.wrap(buffer, 0, count); part.hasRemaining(); ) {
                channel.write(part);
            }
        }
    }

    private void grow(int count) throws LoadException {
        bytes += count;
        if (bytes > allowedBytes) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The archive grows to more than " + allowedBytes + " bytes, which is over " + MOST_EXPANSION
                            + " times its own size; upload the model unpacked if that is right.");
        }
        if (bytes > checkedBytes) {
            disk.promise(DISK_STEP_BYTES).close();
            checkedBytes = bytes + DISK_STEP_BYTES;
        }
    }

    private Path resolve(String name) throws LoadException {
        if (name.startsWith("/")
                || name.indexOf('\0') >= 0
                || List.of(SLASH.split(name, -1)).contains("..")) {
            throw refused(name, "leads out of the folder of the model");
        }
        try {
            // Only the name: the folder's own path may lead through links.
            return folder.resolve(Path.of(name).normalize());
        } catch (InvalidPathException e) {
            throw refused(name, "can't be a file name here");
        }
    }

    private void create(Path path, String name) throws IOException, LoadException {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw refused(name, "needs a folder where there is a file");
        }
    }
}
