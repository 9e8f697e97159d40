package dev.inferport.adapter.storage;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a {@link Puller} works.
 *
 * @param root the folder of the model directories; holds staging as well as results
 * @param pvcMounts the folder below which persistent volumes are mounted
 * @param localFiles the folder that storages of type {@code file} may read; empty, as is the default, switches that
 *     type off, because whoever may deploy a model could read the adapter's own files with it
 * @param connections threads that transfer for all pulls together; each pull has one of its own in addition
 * @param diskReserveBytes bytes of free disk that a pull must leave alone
 * @param timeouts of one exchange with a store
 * @param retries what happens after a transient failure
 */
public record PullerSettings(
        Path root,
        Path pvcMounts,
        Optional<Path> localFiles,
        int connections,
        long diskReserveBytes,
        HttpTimeouts timeouts,
        RetryPolicy retries) {

    /** Refuses numbers out of range. */
    public PullerSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
        }
        if (diskReserveBytes < 0) {
            throw new IllegalArgumentException("diskReserveBytes: " + diskReserveBytes + " (expected: >= 0)");
        }
    }

    /** Eight connections, 32 MiB of disk left alone, the default timeouts and retries, no local files. */
    public static PullerSettings of(Path root, Path pvcMounts) {
        return new PullerSettings(
                root, pvcMounts, Optional.empty(), 8, 32L << 20, HttpTimeouts.defaults(), RetryPolicy.defaults());
    }

    /** The same, and storages of type {@code file} may read below {@code folder}. */
    public PullerSettings withLocalFiles(Path folder) {
        return new PullerSettings(
                root, pvcMounts, Optional.of(folder), connections, diskReserveBytes, timeouts, retries);
    }

    /** The same with other timeouts. */
    public PullerSettings withTimeouts(HttpTimeouts other) {
        return new PullerSettings(root, pvcMounts, localFiles, connections, diskReserveBytes, other, retries);
    }

    /** The same with other retries. */
    public PullerSettings withRetries(RetryPolicy other) {
        return new PullerSettings(root, pvcMounts, localFiles, connections, diskReserveBytes, timeouts, other);
    }

    /** The same with another reserve of disk, in bytes. */
    public PullerSettings withDiskReserveBytes(long other) {
        return new PullerSettings(root, pvcMounts, localFiles, connections, other, timeouts, retries);
    }
}
