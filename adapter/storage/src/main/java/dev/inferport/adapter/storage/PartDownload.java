package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;

/** Writes one part of a large object to its place; resumes where an attempt broke off. Owned by one thread. */
final class PartDownload {

    private static final int BUFFER_BYTES = 64 << 10;

    private final ObjectStore store;
    private final StoredObject object;
    private final ByteRange range;
    private final PullProgress progress;
    private final Cancellation cancellation;
    private long position;
    private Optional<Checksum> checksum = Optional.empty();

    PartDownload(
            ObjectStore store, StoredObject object, ByteRange range, PullProgress progress, Cancellation cancellation) {
        this.store = store;
        this.object = object;
        this.range = range;
        this.progress = progress;
        this.cancellation = cancellation;
        this.position = range.start();
    }

    /** Returns what the store says the whole object adds up to. */
    Optional<Checksum> into(FileChannel file, Retries retries) throws LoadException {
        for (int failures = 0; position < range.end(); ) {
            long before = position;
            try {
                attempt(file);
            } catch (LoadException e) {
                failures = position > before ? 1 : failures + 1;
                retries.pauseOrGiveUp("read", failures, e, cancellation);
            }
        }
        return checksum;
    }

    private void attempt(FileChannel file) throws LoadException {
        cancellation.throwIfCancelled();
        try (var body = store.open(object, new ByteRange(position, range.end()), cancellation)) {
            if (body.offset() != position) {
                throw new LoadException(
                        Reason.INTERNAL,
                        "The store answered from byte " + body.offset() + " of '" + object.key()
                                + "' and not from byte " + position + ".");
            }
            checksum = body.checksum().or(() -> checksum);
            copy(body, file);
        } catch (IOException e) {
            throw broken(e);
        }
        if (position < range.end()) {
            throw broken(new IOException("the answer ended early"));
        }
    }

    private void copy(ObjectBody body, FileChannel file) throws IOException, LoadException {
        var buffer = new byte[BUFFER_BYTES];
        for (int count = body.bytes().read(buffer);
                count >= 0;
                count = body.bytes().read(buffer)) {
            cancellation.throwIfCancelled();
            if (position + count > range.end()) {
                throw broken(new IOException("more came than was asked for"));
            }
            write(ByteBuffer.wrap(buffer, 0, count), file);
            progress.received(count);
        }
    }

    private void write(ByteBuffer bytes, FileChannel file) throws LoadException {
        try {
            while (bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
        } catch (IOException e) {
            throw VolumeFailures.of("The object '" + object.key() + "'", e);
        }
    }

    private LoadException broken(IOException e) {
        return new LoadException(
                Reason.UNAVAILABLE,
                "Reading '" + object.key() + "' from " + store.location() + " broke off at byte " + position + " of "
                        + object.size() + " (" + Objects.requireNonNullElse(e.getMessage(), "no details") + ").",
                e);
    }
}
