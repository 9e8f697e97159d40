package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Adds up the bytes of a file tree through links; a file or folder that is reached twice counts once. */
final class DiskUsage extends SimpleFileVisitor<Path> {

    private final Set<Object> seen = new HashSet<>();
    private long bytes;

    private DiskUsage() {}

    /**
     * Bytes of the file, or of all files below the folder.
     *
     * @throws LoadException NOT_FOUND if nothing is there, INTERNAL if it can't be read: never a guess
     */
    static long of(Path path) throws LoadException {
        var usage = new DiskUsage();
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, usage);
        } catch (NoSuchFileException e) {
            throw new LoadException(
                    LoadException.Reason.NOT_FOUND,
                    "There is no file or folder '" + path + "'; check the model path.",
                    e);
        } catch (IOException e) {
            throw new LoadException(
                    LoadException.Reason.INTERNAL, "The size of '" + path + "' can't be measured: " + e + ".", e);
        }
        return usage.bytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return firstTime(directory, attributes) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && firstTime(file, attributes)) {
            bytes += attributes.size();
        }
        return FileVisitResult.CONTINUE;
    }

    /** A link that leads back to a folder above it is no error, nor is a dangling one; a file that can't be read is. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof java.nio.file.FileSystemLoopException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }

    private boolean firstTime(Path path, BasicFileAttributes attributes) {
        var key = attributes.fileKey();
        return seen.add(key != null ? key : path.toAbsolutePath());
    }

    static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
