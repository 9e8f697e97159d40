package dev.inferport.runtime.core;

import dev.inferport.runtime.api.ModelSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How the requests to one model wait and run.
 *
 * @param onCallingThread whether a request that finds a free place runs on the thread that brought it
 * @param places turns at a time, additional ones apart
 * @param heldUntilAnswered whether a turn ends with the answer, and not when the model has let go of the thread
 * @param hasAdditionalTurns whether a batch that is full, or whose time is up, goes ahead without a free place
 * @param maxWaiting requests that wait; more are refused
 * @param maxBatchRows rows of a batch; 1 = no batches
 * @param maxBatchTime how long a batch waits for a free place, where there are additional turns
 */
record QueueLimits(
        boolean onCallingThread,
        int places,
        boolean heldUntilAnswered,
        boolean hasAdditionalTurns,
        int maxWaiting,
        int maxBatchRows,
        Duration maxBatchTime) {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** What these settings ask for, on these workers. */
    static QueueLimits of(ModelSettings settings, WorkerPool workers, int maxWaitingByDefault) {
        Optional<Integer> asked = settings.parallelWorkers();
        boolean limited = asked.isPresent() && asked.get() > 0;
        boolean calling = asked.isPresent() ? asked.get() <= 0 : workers.isOnCallingThread();
        boolean batching =
                settings.maxBatchSize() > 1 && settings.maxBatchTime().compareTo(Duration.ZERO) > 0;
        int threads = calling && !batching ? UNLIMITED : calling ? processors() : workers.size();
        return new QueueLimits(
                calling,
                limited ? asked.get() : threads,
                limited || batching,
                batching && !limited,
                settings.maxQueueSize().orElse(maxWaitingByDefault),
                batching ? settings.maxBatchSize() : 1,
                settings.maxBatchTime());
    }

    /** Whether each request runs as it comes, so that there is nothing to queue. */
    boolean isUnlimited() {
        return places == UNLIMITED;
    }

    /** Streams at a time: as many as there may be requests that wait. */
    int maxStreams() {
        return Math.max(1, maxWaiting);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
