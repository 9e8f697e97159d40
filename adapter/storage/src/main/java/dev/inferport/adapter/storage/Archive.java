package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The ways in which a folder may be packed into one file, by the usual ends of its name. */
enum Archive {
    ZIP(".zip"),
    TAR_GZ(".tar.gz"),
    TGZ(".tgz"),
    TAR(".tar");

    private static final int BUFFER_BYTES = 64 << 10;

    private final String suffix;

    Archive(String suffix) {
        this.suffix = suffix;
    }

    static Optional<Archive> ofPath(String path) {
        var lower = path.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(archive -> lower.endsWith(archive.suffix))
                .findFirst();
    }

    static String withoutSuffix(String name) {
        return ofPath(name)
                .map(archive -> name.substring(0, name.length() - archive.suffix.length()))
                .orElse(name);
    }

    static String names() {
        return Arrays.stream(values())
                .map(archive -> archive.suffix.substring(1))
                .collect(Collectors.joining(", "));
    }

    /** Unpacks everything, or fails part of the way. */
    void unpack(Path packed, UnpackedFolder folder) throws IOException, LoadException {
        try {
            switch (this) {
                case ZIP -> unzip(packed, folder);
                case TAR_GZ, TGZ -> unpackCompressedTar(packed, folder);
                case TAR -> unpackTar(packed, folder);
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The model is no intact " + suffix.substring(1) + " archive (" + e.getMessage()
                            + "); correct the file, or 'unpack' of the storage.",
                    e);
        }
    }

    private static void unzip(Path packed, UnpackedFolder folder) throws IOException, LoadException {
        try (var zip = new ZipFile(packed.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                if (entry.isDirectory()) {
                    folder.addFolder(entry.getName());
                } else {
                    try (var bytes = zip.getInputStream(entry)) {
                        folder.addFile(entry.getName(), bytes);
                    }
                }
            }
        }
    }

    private static void unpackCompressedTar(Path packed, UnpackedFolder folder) throws IOException, LoadException {
        try (var bytes = Files.newInputStream(packed);
                var plain = new BufferedInputStream(new GZIPInputStream(bytes, BUFFER_BYTES))) {
            new TarReader(plain).unpack(folder);
        }
    }

    private static void unpackTar(Path packed, UnpackedFolder folder) throws IOException, LoadException {
        try (var bytes = new BufferedInputStream(Files.newInputStream(packed), BUFFER_BYTES)) {
            new TarReader(bytes).unpack(folder);
        }
    }
}
