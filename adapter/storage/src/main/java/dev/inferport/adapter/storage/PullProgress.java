package dev.inferport.adapter.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How far one pull is. Thread-safe. */
final class PullProgress {

    private final String type;
    private final PullObserver observer;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private volatile String phase = "listing";
    private volatile long allBytes;
    private volatile int allFiles;

    PullProgress(String type, PullObserver observer) {
        this.type = type;
        this.observer = observer;
    }

    void planned(int count, long size) {
        allFiles = count;
        allBytes = size;
        phase = "downloading";
    }

    void unpacking() {
        phase = "unpacking";
    }

    void received(int count) {
        bytes.addAndGet(count);
        observer.received(type, count);
    }

    /** Bytes that were received and are of no use. */
    void lost(long count) {
        bytes.addAndGet(-count);
    }

    void stored(long size) {
        files.incrementAndGet();
        observer.stored(type, size);
    }

    void reused(long size) {
        bytes.addAndGet(size);
        files.incrementAndGet();
        observer.reused(type, size);
    }

    void retried() {
        observer.retried(type);
    }

    void damaged() {
        observer.damaged(type);
    }

    /** For the line of a log. */
    String fields() {
        return "phase=" + phase + " bytes=" + bytes + " of_bytes=" + allBytes + " files=" + files + " of_files="
                + allFiles;
    }

    LoadException timedOut(Duration limit) {
        return new LoadException(
                LoadException.Reason.DEADLINE_EXCEEDED,
                "The pull did not end within " + limit.toMillis() / 1000.0 + " s (" + phase + ", " + bytes + " of "
                        + allBytes + " bytes, " + files + " of " + allFiles
                        + " files); raise LOADTIME_TIMEOUT, or look for what makes the storage slow.");
    }
}
