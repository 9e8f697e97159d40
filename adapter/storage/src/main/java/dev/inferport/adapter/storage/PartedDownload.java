package dev.inferport.adapter.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads one large object in parts, several at a time, because a store grants each connection only so much. Every part
 * asks for the state that was listed, so that they belong together; whoever writes the last one verifies the whole.
 * Thread-safe.
 */
final class PartedDownload {

    private final ObjectStore store;
    private final StoredObject object;
    private final Path path;
    private final Retries retries;
    private final PullProgress progress;
    private final AtomicInteger left = new AtomicInteger();

    /** Of the whole; the same whichever part brings it. */
    private volatile Optional<Checksum> expected = Optional.empty();

    PartedDownload(ObjectStore store, StoredObject object, Path path, Retries retries, PullProgress progress) {
        this.store = store;
        this.object = object;
        this.path = path;
        this.retries = retries;
        this.progress = progress;
    }

    /** Whether an object is worth it, and can be told from a later state of itself. */
    static boolean suits(ObjectStore store, StoredObject object, long partBytes) {
        return store.answersRanges() && object.validator().isPresent() && object.size() >= 2 * partBytes;
    }

    /** One transfer for each part. */
    List<Transfer> transfers(long partBytes, DiskBudget.Promise promise) {
        var transfers = new ArrayList<Transfer>();
        for (long start = 0; start < object.size(); start += partBytes) {
            var range = new ByteRange(start, Math.min(object.size(), start + partBytes));
            transfers.add(scope -> part(range, promise, scope));
        }
        left.set(transfers.size());
        return transfers;
    }

    private void part(ByteRange range, DiskBudget.Promise promise, Cancellation cancellation) throws LoadException {
        try (var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var told = new PartDownload(store, object, range, progress, cancellation).into(file, retries);
            if (told.isPresent()) {
                expected = told;
            }
            promise.used(range.end() - range.start());
            if (left.decrementAndGet() == 0) {
                finish(file, cancellation);
            }
        } catch (IOException e) {
            throw VolumeFailures.of("The object '" + object.key() + "'", e);
        }
    }

    private void finish(FileChannel file, Cancellation cancellation) throws IOException, LoadException {
        var sum = expected;
        if (sum.isEmpty()
                || sum.get().hex().equals(FileChecksum.hex(path, sum.get().algorithm(), cancellation))) {
            file.force(true);
            progress.stored(object.size());
            return;
        }
        // Nobody knows which part is damaged, so all of it is read again, in one piece.
        progress.damaged();
        progress.lost(object.size());
        Files.delete(path);
        new FileDownload(store, object, path, retries, progress, cancellation).run();
    }
}
