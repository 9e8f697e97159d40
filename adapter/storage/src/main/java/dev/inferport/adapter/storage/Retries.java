package dev.inferport.adapter.storage;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats what failed for a reason that may pass; for one pull. Thread-safe. */
final class Retries {

    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    /** A store that wants more is not waited for longer at a time. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

    private final RetryPolicy policy;
    private final PullProgress progress;

    Retries(RetryPolicy policy, PullProgress progress) {
        this.policy = policy;
        this.progress = progress;
    }

    /** Something that may be done again. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws LoadException;
    }

    <T> T call(String what, Cancellation cancellation, Attempt<T> attempt) throws LoadException {
        for (int count = 1; ; count++) {
            cancellation.throwIfCancelled();
            try {
                return attempt.run();
            } catch (LoadException e) {
                pauseOrGiveUp(what, count, e, cancellation);
            }
        }
    }

    /**
     * Returns when it is time for the next attempt.
     *
     * @param count of attempts that failed
     * @throws LoadException {@code failure} if there is to be no further attempt, or the reason of the cancellation
     */
    void pauseOrGiveUp(String what, int count, LoadException failure, Cancellation cancellation) throws LoadException {
        cancellation.throwIfCancelled();
        if (failure.reason() != Reason.UNAVAILABLE || count >= policy.attempts()) {
            throw failure;
        }
        var bound = policy.bound(count).toMillis();
        var wish = failure.retryAfter().orElse(Duration.ZERO);
        var least = wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
        var pause = least.toMillis() + ThreadLocalRandom.current().nextLong(bound + 1);
        progress.retried();
        log.info(
                "event=transfer_retried step={} attempt={} pause_ms={} why=\"{}\"",
                what,
                count,
                pause,
                failure.sentence());
        sleep(pause, cancellation);
    }

    private static void sleep(long millis, Cancellation cancellation) throws LoadException {
        var cancelled = new CountDownLatch(1);
        var registration = cancellation.onCancel(cancelled::countDown);
        try {
            if (cancelled.await(millis, TimeUnit.MILLISECONDS)) {
                cancellation.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(Reason.CANCELLED, "The pull was interrupted.", e);
        } finally {
            registration.close();
        }
    }
}
