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

/** Fills a staging folder with a model: links what is on this machine, downloads the rest. Thread-safe. */
final class ModelFetch {

    private final Transfers transfers;
    private final Retries retries;
    private final DiskBudget disk;

    ModelFetch(Transfers transfers, Retries retries, DiskBudget disk) {
        this.transfers = transfers;
        this.retries = retries;
        this.disk = disk;
    }

    void into(Path stage, PullPaths paths, Storage storage, Cancellation cancellation)
            throws LoadException, IOException {
        if (storage instanceof LocalStorage local) {
            paths.treatment().requireNone(local);
            link(stage, paths, local);
        } else if (storage instanceof ObjectStore store) {
            download(stage, plan(paths, store, cancellation), store, cancellation);
            treat(stage, paths, cancellation);
        }
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
    private List<PullPlan.Target> plan(PullPaths paths, ObjectStore store, Cancellation cancellation)
            throws LoadException {
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

    private void download(Path stage, List<PullPlan.Target> targets, ObjectStore store, Cancellation cancellation)
            throws LoadException, IOException {
        long total = targets.stream()
                .mapToLong(target -> target.object().knownSize())
                .sum();
        try (var promise = disk.promise(total)) {
            var work = new ArrayList<Transfer>();
            for (var target : targets) {
                var file = file(stage, target);
                Files.createDirectories(file.getParent());
                work.add(scope -> {
                    new FileDownload(store, target.object(), file, retries, scope).run();
                    promise.used(target.object().knownSize());
                });
            }
            transfers.run(work, cancellation);
        }
    }

    /** On a transfer thread, because an archive may be large and its caller must be free to leave. */
    private void treat(Path stage, PullPaths paths, Cancellation cancellation) throws LoadException {
        var treatment = paths.treatment();
        if (!treatment.isNone()) {
            Transfer work = scope -> treatment.apply(stage.resolve(paths.names().model()), disk, scope);
            transfers.run(List.of(work), cancellation);
        }
    }

    private static Path file(Path stage, PullPlan.Target target) throws LoadException {
        try {
            return stage.resolve(String.join("/", target.path()));
        } catch (InvalidPathException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The object key '" + target.object().key() + "' can't be a file name here (" + e.getReason()
                            + "); start the adapter with LC_ALL=C.UTF-8.",
                    e);
        }
    }
}
