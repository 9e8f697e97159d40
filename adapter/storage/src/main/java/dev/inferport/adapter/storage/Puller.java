package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls models to disk. Thread-safe: any number of pulls may run at once, though at most one for the same id. */
public final class Puller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Puller.class);

    private final ModelDirectories directories;
    private final StorageProviders providers;
    private final StorageClients clients;
    private final Transfers transfers;
    private final DiskBudget disk;
    private final KnownContent known = new KnownContent();
    private final PullWatch watch;
    private final RetryPolicy retries;
    private final long partBytes;
    private final PullObserver observer;

    private Puller(PullerSettings settings, StorageProviders providers, PullObserver observer) {
        directories = new ModelDirectories(settings.root());
        this.providers = providers;
        clients = new StorageClients(
                providers,
                new StorageEnvironment(
                        settings.pvcMounts(), settings.localFiles(), settings.timeouts(), settings.proxies()));
        transfers = new Transfers(settings.connections());
        disk = new DiskBudget(directories.root(), settings.diskReserveBytes());
        watch = new PullWatch(settings.limit(), settings.reportEvery());
        retries = settings.retries();
        partBytes = settings.partBytes();
        this.observer = observer;
    }

    /**
     * A puller with every provider on the class path; removes what an earlier process left in staging.
     *
     * @throws LoadException {@link LoadException.Reason#FAILED_PRECONDITION} if the root can't be used
     */
    public static Puller open(PullerSettings settings, PullObserver observer) throws LoadException {
        return open(settings, StorageProviders.load(), observer);
    }

    /** The same, and nobody is told. */
    public static Puller open(PullerSettings settings) throws LoadException {
        return open(settings, PullObserver.none());
    }

    static Puller open(PullerSettings settings, StorageProviders providers, PullObserver observer)
            throws LoadException {
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
        return new Puller(settings, providers, observer);
    }

    /**
     * Brings a model to disk, complete and verified, or leaves nothing of the attempt. A directory that the id already
     * has is replaced at the end, and stays as it is if the pull fails. Blocks; returns within about a second of a
     * cancel.
     *
     * @throws LoadException with the reason of the failure, and what it is about
     */
    public PulledModel pull(PullRequest request, Cancellation cancellation) throws LoadException {
        long start = System.nanoTime();
        var type = providers.kind(request.config());
        observer.started(type);
        Optional<Reason> outcome = Optional.of(Reason.INTERNAL);
        try {
            var pulled = watched(request, new PullProgress(type, observer), cancellation);
            outcome = Optional.empty();
            log.info(
                    "event=model_pulled model={} type={} bytes={} ms={}",
                    request.id().directoryName(),
                    type,
                    pulled.diskBytes(),
                    since(start).toMillis());
            return pulled;
        } catch (LoadException e) {
            outcome = Optional.of(e.reason());
            log.info(
                    "event=pull_failed model={} type={} reason={} ms={}",
                    request.id().directoryName(),
                    type,
                    e.reason(),
                    since(start).toMillis());
            throw e.about(request.subject());
        } finally {
            observer.ended(type, outcome, since(start));
        }
    }

    private PulledModel watched(PullRequest request, PullProgress progress, Cancellation caller) throws LoadException {
        try (var client = clients.acquire(request.config());
                var watched = watch.watch(request.id().directoryName(), progress, caller)) {
            var cancellation = watched.cancellation();
            cancellation.throwIfCancelled();
            var fetch = new ModelFetch(
                    transfers, disk, known, partBytes, new Retries(retries, progress), progress, cancellation);
            return stage(request, client.storage(), fetch, cancellation);
        }
    }

    private PulledModel stage(PullRequest request, Storage storage, ModelFetch fetch, Cancellation cancellation)
            throws LoadException {
        var paths = PullPaths.of(request);
        var home = directories.of(request.id());
        Path stage = null;
        try {
            stage = directories.staging().create();
            var targets = fetch.into(stage, request, paths, storage);
            SettledTree.settle(stage);
            var bytes = DiskUsage.of(stage.resolve(paths.names().model()));
            cancellation.throwIfCancelled();
            directories.staging().publish(stage, home);
            remember(request.config(), targets, home);
            return new PulledModel(
                    home.resolve(paths.names().model()),
                    paths.schema().map(path -> home.resolve(paths.names().schema())),
                    bytes,
                    () -> directories.delete(request.id()));
        } catch (IOException e) {
            throw VolumeFailures.of("A folder for the model", e);
        } finally {
            if (stage != null) {
                discard(stage);
            }
        }
    }

    private void remember(StorageConfig config, List<PullPlan.Target> targets, Path home) {
        try {
            for (var target : targets) {
                known.add(config, target.object(), ModelFetch.file(home, target));
            }
        } catch (IOException | LoadException e) {
            log.info("event=content_not_remembered path={} why=\"{}\"", home, e.toString());
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
        watch.close();
        clients.close();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
