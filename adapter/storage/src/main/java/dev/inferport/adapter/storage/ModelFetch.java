package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Fills a staging folder with one model: links what is on this machine, downloads the rest. Used once. */
final class ModelFetch {

    private final Transfers transfers;
    private final DiskBudget disk;
    private final KnownContent known;
    private final long partBytes;
    private final Retries retries;
    private final PullProgress progress;
    private final Cancellation cancellation;

    ModelFetch(
            Transfers transfers,
            DiskBudget disk,
            KnownContent known,
            long partBytes,
            Retries retries,
            PullProgress progress,
            Cancellation cancellation) {
        this.transfers = transfers;
        this.disk = disk;
        this.known = known;
        this.partBytes = partBytes;
        this.retries = retries;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /** What was downloaded and is still as it came; nothing where something was done to it. */
    List<PullPlan.Target> into(Path stage, PullRequest request, PullPaths paths, Storage storage)
            throws LoadException, IOException {
        if (storage instanceof LocalStorage local) {
            paths.treatment().requireNone(local);
            link(stage, paths, local);
        } else if (storage instanceof ObjectStore store) {
            var targets = plan(paths, store);
            download(stage, request.config(), targets, store);
            if (paths.treatment().isNone()) {
                return targets;
            }
            treat(stage, paths);
        }
        return List.of();
    }

    private static void link(Path stage, PullPaths paths, LocalStorage local) throws LoadException, IOException {
        Files.createSymbolicLink(
                stage.resolve(paths.names().model()), local.locate(paths.model().joined()));
        if (paths.schema().isPresent()) {
            Files.createSymbolicLink(
                    stage.resolve(paths.names().schema()),
                    local.locate(paths.schema().get().joined()));
        }
    }

    /** On a transfer thread, because a listing may block and its caller must be free to leave. */
    private List<PullPlan.Target> plan(PullPaths paths, ObjectStore store) throws LoadException {
        var plan = new AtomicReference<List<PullPlan.Target>>(List.of());
        Transfer listing = scope -> {
            var found = new ObjectListing(store, retries, scope);
            found.addModel(paths.model(), paths.names().model());
            if (paths.schema().isPresent()) {
                found.addSchema(paths.schema().get(), paths.names().schema());
            }
            plan.set(found.targets());
        };
        transfers.run(List.of(listing), cancellation);
        return Objects.requireNonNull(plan.get(), "plan");
    }

    private void download(Path stage, StorageConfig config, List<PullPlan.Target> targets, ObjectStore store)
            throws LoadException, IOException {
        progress.planned(targets.size(), bytes(targets));
        var missing = new ArrayList<PullPlan.Target>();
        for (var target : targets) {
            cancellation.throwIfCancelled();
            var file = file(stage, target);
            Files.createDirectories(file.getParent());
            if (known.link(config, target.object(), file)) {
                progress.reused(target.object().knownSize());
            } else {
                missing.add(target);
            }
        }
        try (var promise = disk.promise(bytes(missing))) {
            var work = new ArrayList<Transfer>();
            for (var target : missing) {
                work.addAll(transfers(store, target.object(), file(stage, target), promise));
            }
            transfers.run(work, cancellation);
        }
    }

    private List<Transfer> transfers(ObjectStore store, StoredObject object, Path file, DiskBudget.Promise promise) {
        if (PartedDownload.suits(store, object, partBytes)) {
            return new PartedDownload(store, object, file, retries, progress).transfers(partBytes, promise);
        }
        Transfer whole = scope -> {
            new FileDownload(store, object, file, retries, progress, scope).run();
            promise.used(object.knownSize());
        };
        return List.of(whole);
    }

    /** On a transfer thread, because an archive may be large and its caller must be free to leave. */
    private void treat(Path stage, PullPaths paths) throws LoadException {
        progress.unpacking();
        Transfer work =
                scope -> paths.treatment().apply(stage.resolve(paths.names().model()), disk, scope);
        transfers.run(List.of(work), cancellation);
    }

    private static long bytes(List<PullPlan.Target> targets) {
        return targets.stream().mapToLong(target -> target.object().knownSize()).sum();
    }

    static Path file(Path folder, PullPlan.Target target) throws LoadException {
        try {
            return folder.resolve(String.join("/", target.path()));
        } catch (InvalidPathException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The object key '" + target.object().key() + "' can't be a file name here (" + e.getReason()
                            + "); start the adapter with LC_ALL=C.UTF-8.",
                    e);
        }
    }
}
