package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls models to disk. Thread-safe: any number of pulls may run at once, though at most one for the same id. */
public final class Puller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Puller.class);

    private final ModelDirectories directories;
    private final StorageClients clients;
    private final Transfers transfers;
    private final ModelFetch fetch;

    Puller(PullerSettings settings, StorageProviders providers) {
        directories = new ModelDirectories(settings.root());
        clients = new StorageClients(
                providers, new StorageEnvironment(settings.pvcMounts(), settings.localFiles(), settings.timeouts()));
        transfers = new Transfers(settings.connections());
        fetch = new ModelFetch(
                transfers,
                new Retries(settings.retries()),
                new DiskBudget(directories.root(), settings.diskReserveBytes()));
    }

    /**
     * A puller with every provider on the class path; removes what an earlier process left in staging.
     *
     * @throws LoadException {@link LoadException.Reason#FAILED_PRECONDITION} if the root can't be used
     */
    public static Puller open(PullerSettings settings) throws LoadException {
        return open(settings, StorageProviders.load());
    }

    static Puller open(PullerSettings settings, StorageProviders providers) throws LoadException {
        try {
            Files.createDirectories(settings.root());
            new ModelDirectories(settings.root()).staging().sweep();
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The model directory '" + settings.root() + "' can't be used: " + e
                            + "; mount a volume there that this process may write to.",
                    e);
        }
        return new Puller(settings, providers);
    }

    /**
     * Brings a model to disk, complete and verified, or leaves nothing of the attempt. A directory that the id already
     * has is replaced at the end, and stays as it is if the pull fails. Blocks; returns within about a second of a
     * cancel.
     *
     * @throws LoadException with the reason of the failure
     */
    public PulledModel pull(PullRequest request, Cancellation cancellation) throws LoadException {
        long start = System.nanoTime();
        var model = request.id().directoryName();
        try (var client = clients.acquire(request.config())) {
            var pulled = stage(request, client.storage(), cancellation);
            log.info(
                    "event=model_pulled model={} type={} bytes={} ms={}",
                    model,
                    request.config().type(),
                    pulled.diskBytes(),
                    millisSince(start));
            return pulled;
        } catch (LoadException e) {
            log.info(
                    "event=pull_failed model={} type={} reason={} ms={}",
                    model,
                    request.config().type(),
                    e.reason(),
                    millisSince(start));
            throw e;
        }
    }

    private PulledModel stage(PullRequest request, Storage storage, Cancellation cancellation) throws LoadException {
        cancellation.throwIfCancelled();
        var paths = PullPaths.of(request);
        var staging = directories.staging();
        Path stage = null;
        try {
            stage = staging.create();
            fetch.into(stage, paths, storage, cancellation);
            cancellation.throwIfCancelled();
            var bytes = DiskUsage.of(stage.resolve(paths.names().model()));
            var home = directories.of(request.id());
            staging.publish(stage, home);
            return new PulledModel(
                    home.resolve(paths.names().model()),
                    paths.schema().map(path -> home.resolve(paths.names().schema())),
                    bytes,
                    () -> directories.delete(request.id()));
        } catch (IOException e) {
            throw new LoadException(
                    Reason.INTERNAL, "The model volume '" + directories.root() + "' can't be written: " + e + ".", e);
        } finally {
            if (stage != null) {
                discard(stage);
            }
        }
    }

    /** A rest that can't be removed now is removed at the next start; the pull has its own outcome already. */
    private void discard(Path stage) {
        try {
            directories.staging().discard(stage);
        } catch (IOException e) {
            log.warn("event=staging_not_removed path={} why=\"{}\"", stage, e.toString());
        }
    }

    /** The directories that pulls fill. */
    public ModelDirectories directories() {
        return directories;
    }

    /** Ends the threads and clients of this puller; no pull may be under way. */
    @Override
    public void close() {
        transfers.close();
        clients.close();
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
