package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Promises disk space to pulls before their first byte, so that several can't each count on the same free space.
 * Thread-safe.
 */
final class DiskBudget {

    private final Path root;
    private final long reserve;

    /** Bytes promised and not written yet; guarded by this. */
    private long outstanding;

    DiskBudget(Path root, long reserve) {
        this.root = root;
        this.reserve = reserve;
    }

    /** Promises {@code bytes}, or says that there is no room for them. */
    synchronized Promise promise(long bytes) throws LoadException {
        long free = usable() - outstanding - reserve;
        if (bytes > free) {
            throw new LoadException(
                    Reason.RESOURCE_EXHAUSTED,
                    "The model has " + bytes + " bytes but the model volume has room for " + Math.max(0, free)
                            + " more; unload models or enlarge the volume.");
        }
        outstanding += bytes;
        return new Promise(bytes);
    }

    private long usable() throws LoadException {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new LoadException(
                    Reason.INTERNAL, "The free space of the model volume '" + root + "' can't be read: " + e + ".", e);
        }
    }

    private synchronized void giveBack(long bytes) {
        outstanding -= bytes;
    }

    /** Space that is spoken for until it is used or given back. Thread-safe. */
    final class Promise implements AutoCloseable {

        /** Guarded by this; negative numbers would mean that more was written than promised, which is not possible. */
        private long left;

        private Promise(long bytes) {
            this.left = bytes;
        }

        /** Bytes that are on the disk now and so no longer free. */
        synchronized void used(long bytes) {
            long counted = Math.min(bytes, left);
            left -= counted;
            giveBack(counted);
        }

        @Override
        public synchronized void close() {
            giveBack(left);
            left = 0;
        }
    }
}
