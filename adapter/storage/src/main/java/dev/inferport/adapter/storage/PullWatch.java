package dev.inferport.adapter.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the pulls that run: says now and then how far they are, and ends those that take too long. Thread-safe. */
final class PullWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PullWatch.class);

    private final Optional<Duration> limit;
    private final Duration reportEvery;
    private final ScheduledThreadPoolExecutor timer;

    PullWatch(Optional<Duration> limit, Duration reportEvery) {
        this.limit = limit;
        this.reportEvery = reportEvery;
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "pull-watch");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(reportEvery.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Watches one pull until the result is closed. */
    Watched watch(String model, PullProgress progress, Cancellation caller) {
        return new Watched(model, progress, caller);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** A pull under watch. */
    final class Watched implements AutoCloseable {

        private final CancellationSource source = new CancellationSource();
        private final Cancellation.Registration caller;
        private final ScheduledFuture<?> reports;
        private final Optional<ScheduledFuture<?>> end;

        private Watched(String model, PullProgress progress, Cancellation cancellation) {
            caller = cancellation.onCancel(() -> source.cancelLike(cancellation));
            long pause = reportEvery.toMillis();
            reports = timer.scheduleWithFixedDelay(
                    () -> log.info("event=pull_progress model={} {}", model, progress.fields()),
                    pause,
                    pause,
                    TimeUnit.MILLISECONDS);
            end = limit.map(time -> timer.schedule(
                    () -> source.cancel(progress.timedOut(time)), time.toMillis(), TimeUnit.MILLISECONDS));
        }

        /** Cancelled by the caller, or by the time. */
        Cancellation cancellation() {
            return source.token();
        }

        @Override
        public void close() {
            caller.close();
            reports.cancel(false);
            end.ifPresent(timeout -> timeout.cancel(false));
        }
    }
}
