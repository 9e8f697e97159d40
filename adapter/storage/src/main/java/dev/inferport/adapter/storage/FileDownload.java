package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes one object to one file: resumes where an attempt broke off, and accepts only the length and the checksum that
 * the store told. Owned by one thread.
 */
final class FileDownload {

    private static final int BUFFER_BYTES = 64 << 10;

    /** An attempt that moved this much is progress: a long download may break off more often than a short one. */
    private static final long PROGRESS_BYTES = 8L << 20;

    private final ObjectStore store;
    private final StoredObject object;
    private final Retries retries;
    private final Cancellation cancellation;
    private final VerifiedFile file;

    FileDownload(
            ObjectStore store,
            StoredObject object,
            Path path,
            Retries retries,
            PullProgress progress,
            Cancellation cancellation) {
        this.store = store;
        this.object = object;
        this.retries = retries;
        this.cancellation = cancellation;
        this.file = new VerifiedFile(path, object, progress);
    }

    void run() throws LoadException {
        try (file) {
            file.create();
            for (int failures = 0; ; ) {
                long before = file.length();
                try {
                    attempt();
                    file.finish();
                    return;
                } catch (LoadException e) {
                    failures = file.length() - before >= PROGRESS_BYTES ? 1 : failures + 1;
                    retries.pauseOrGiveUp("read", failures, e, cancellation);
                }
            }
        }
    }

    private void attempt() throws LoadException {
        cancellation.throwIfCancelled();
        try (var body = store.open(object, ByteRange.from(file.length()), cancellation)) {
            if (body.offset() != file.length()) {
                requireStart(body);
                file.restart();
            }
            if (file.length() == 0) {
                file.expect(body.checksum());
            }
            copy(body);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void copy(ObjectBody body) throws IOException, LoadException {
        // One byte more than a small object needs, so that a body which is too long is seen at once.
        var buffer = new byte[object.hasKnownSize() ? (int) Math.min(BUFFER_BYTES, object.size() + 1) : BUFFER_BYTES];
        for (int count = body.bytes().read(buffer);
                count >= 0;
                count = body.bytes().read(buffer)) {
            cancellation.throwIfCancelled();
            file.append(buffer, count);
        }
    }

    private void requireStart(ObjectBody body) throws LoadException {
        if (body.offset() != 0) {
            throw new LoadException(
                    Reason.INTERNAL,
                    "The store answered from byte " + body.offset() + " of '" + object.key() + "' and not from byte "
                            + file.length() + ".");
        }
    }

    private LoadException broken(IOException e) {
        return new LoadException(
                Reason.UNAVAILABLE,
                "Reading '" + object.key() + "' from " + store.location() + " broke off at byte " + file.length()
                        + (object.hasKnownSize() ? " of " + object.size() : "") + " ("
                        + Objects.requireNonNullElse(e.getMessage(), "no details")
                        + ").",
                e);
    }
}
