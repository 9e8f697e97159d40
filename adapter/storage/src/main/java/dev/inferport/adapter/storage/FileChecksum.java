package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Adds up a file that is on the disk. */
final class FileChecksum {

    private static final int BUFFER_BYTES = 64 << 10;

    private FileChecksum() {}

    static String hex(Path file, Checksum.Algorithm algorithm, Cancellation cancellation)
            throws IOException, LoadException {
        var meter = ChecksumMeter.of(algorithm);
        var buffer = new byte[BUFFER_BYTES];
        try (var bytes = Files.newInputStream(file)) {
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                cancellation.throwIfCancelled();
                meter.add(buffer, count);
            }
        }
        return meter.hex();
    }
}
