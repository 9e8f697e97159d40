package dev.inferport.adapter.storage;

import java.time.Duration;
import java.util.Optional;

/**
 * Is told what pulls do, for metrics. Every method may be called from any thread and must be quick. {@code type} is the
 * kind of storage, such as {@code s3}, from a small fixed set.
 */
public interface PullObserver {

    /** Sees nothing. */
    static PullObserver none() {
        return new PullObserver() {};
    }

    /** A pull began. */
    default void started(String type) {}

    /** Bytes of objects came over the network; some may come a second time after a failure. */
    default void received(String type, long bytes) {}

    /** An object is complete and verified on the disk. */
    default void stored(String type, long bytes) {}

    /** An object was on the disk already, unchanged, and was not read again. */
    default void reused(String type, long bytes) {}

    /** Something failed for a reason that may pass, and is tried again. */
    default void retried(String type) {}

    /** An object had another checksum than the store promised. */
    default void damaged(String type) {}

    /**
     * A pull that had begun ended.
     *
     * @param failure why it failed; empty if it did not
     */
    default void ended(String type, Optional<LoadException.Reason> failure, Duration duration) {}
}
