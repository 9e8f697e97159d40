package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a finished tree its last form, before anyone sees it: everyone may read it, because the runtime may be another
 * user; nobody may write its files, because they may be shared; and its folders are on the disk. Links are left alone.
 */
final class SettledTree extends SimpleFileVisitor<Path> {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("r--r--r--");

    private final boolean hasModes;

    private SettledTree(boolean hasModes) {
        this.hasModes = hasModes;
    }

    static void settle(Path tree) throws IOException {
        var modes = tree.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.walkFileTree(tree, new SettledTree(modes));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (hasModes && attributes.isRegularFile()) {
            Files.setPosixFilePermissions(file, FILE);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (hasModes) {
            Files.setPosixFilePermissions(folder, FOLDER);
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        return FileVisitResult.CONTINUE;
    }
}
