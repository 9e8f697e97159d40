package dev.inferport.adapter.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link Puller} works.
 *
 * @param root the folder of the model directories; holds staging as well as results
 * @param pvcMounts the folder below which persistent volumes are mounted
 * @param localFiles the folder that storages of type {@code file} may read; empty, as is the default, switches that
 *     type off, because whoever may deploy a model could read the adapter's own files with it
 * @param connections threads that transfer for all pulls together; each pull has one of its own in addition
 * @param partBytes size of the parts in which large objects are read
 * @param diskReserveBytes bytes of free disk that a pull must leave alone
 * @param timeouts of one exchange with a store
 * @param retries what happens after a transient failure
 * @param limit for a whole pull; empty means none
 * @param proxies that lead to stores
 * @param reportEvery how often the log says how far a pull is
 */
public record PullerSettings(
        Path root,
        Path pvcMounts,
        Optional<Path> localFiles,
        int connections,
        long partBytes,
        long diskReserveBytes,
        HttpTimeouts timeouts,
        RetryPolicy retries,
        Optional<Duration> limit,
        HttpProxies proxies,
        Duration reportEvery) {

    /** Refuses numbers out of range. */
    public PullerSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
        }
        if (partBytes < 1) {
            throw new IllegalArgumentException("partBytes: " + partBytes + " (expected: >= 1)");
        }
        if (diskReserveBytes < 0) {
            throw new IllegalArgumentException("diskReserveBytes: " + diskReserveBytes + " (expected: >= 0)");
        }
        if (reportEvery.toMillis() < 1) {
            throw new IllegalArgumentException("reportEvery: " + reportEvery + " (expected: at least 1 ms)");
        }
    }

    /**
     * Eight connections, parts of 16 MiB, 32 MiB of disk left alone, the default timeouts and retries, no local files,
     * no limit, a report every ten seconds.
     */
    public static PullerSettings of(Path root, Path pvcMounts) {
        return new PullerSettings(
                root,
                pvcMounts,
                Optional.empty(),
                8,
                16L << 20,
                32L << 20,
                HttpTimeouts.defaults(),
                RetryPolicy.defaults(),
                Optional.empty(),
                HttpProxies.of(System.getenv()),
                Duration.ofSeconds(10));
    }

    /**
     * The same for models that must be loaded within a given time: a pull may take nine tenths of it, so that its own
     * failure, which says how far it came, is seen before the caller loses patience; and nothing that stands still may
     * use up so much that there is no second attempt.
     */
    public PullerSettings forLoadsOf(Duration loadTime) {
        var limited = timeouts.atMost(loadTime.dividedBy(3));
        return new PullerSettings(
                root,
                pvcMounts,
                localFiles,
                connections,
                partBytes,
                diskReserveBytes,
                limited,
                retries,
                Optional.of(loadTime.multipliedBy(9).dividedBy(10)),
                proxies,
                reportEvery);
    }

    /** The same, and storages of type {@code file} may read below {@code folder}. */
    public PullerSettings withLocalFiles(Path folder) {
        return with(Optional.of(folder), partBytes, diskReserveBytes, timeouts, retries, reportEvery);
    }

    /** The same with other timeouts. */
    public PullerSettings withTimeouts(HttpTimeouts other) {
        return with(localFiles, partBytes, diskReserveBytes, other, retries, reportEvery);
    }

    /** The same with other retries. */
    public PullerSettings withRetries(RetryPolicy other) {
        return with(localFiles, partBytes, diskReserveBytes, timeouts, other, reportEvery);
    }

    /** The same with another reserve of disk, in bytes. */
    public PullerSettings withDiskReserveBytes(long other) {
        return with(localFiles, partBytes, other, timeouts, retries, reportEvery);
    }

    /** The same with parts of another size, in bytes. */
    public PullerSettings withPartBytes(long other) {
        return with(localFiles, other, diskReserveBytes, timeouts, retries, reportEvery);
    }

    /** The same with other pauses between reports. */
    public PullerSettings withReportEvery(Duration other) {
        return with(localFiles, partBytes, diskReserveBytes, timeouts, retries, other);
    }

    private PullerSettings with(
            Optional<Path> files,
            long part,
            long reserve,
            HttpTimeouts exchange,
            RetryPolicy policy,
            Duration reports) {
        return new PullerSettings(
                root, pvcMounts, files, connections, part, reserve, exchange, policy, limit, proxies, reports);
    }
}
