package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TransfersTest {

    private final Transfers transfers = new Transfers(3);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();

    @AfterEach
    void close() {
        gate.countDown();
        transfers.close();
    }

    @Test
    void aPullNeverWaitsForTheLargeFilesOfAnother() throws Exception {
        var large = CompletableFuture.runAsync(() -> run(Collections.nCopies(10, scope -> block())));
        await().until(() -> running.get() == 3);
        var done = new AtomicInteger();
        transfers.run(Collections.nCopies(5, scope -> done.incrementAndGet()), Cancellation.none());
        assertThat(done).hasValue(5);
        gate.countDown();
        large.get();
    }

    @Test
    void theFirstFailureStopsTheRest() {
        var started = new AtomicInteger();
        Transfer failing = scope -> {
            started.incrementAndGet();
            throw new LoadException(Reason.PERMISSION_DENIED, "No.");
        };
        var failure = catchThrowableOfType(
                LoadException.class, () -> transfers.run(Collections.nCopies(100, failing), Cancellation.none()));
        assertThat(failure.reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(started).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void aDefectIsAFailureAndNotASilence() {
        Transfer defect = scope -> {
            throw new IllegalStateException("hidden");
        };
        var failure =
                catchThrowableOfType(LoadException.class, () -> transfers.run(List.of(defect), Cancellation.none()));
        assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(failure).message().contains("IllegalStateException").doesNotContain("hidden");
    }

    private void run(List<Transfer> work) {
        try {
            transfers.run(work, Cancellation.none());
        } catch (LoadException e) {
            throw new AssertionError(e);
        }
    }

    private void block() {
        running.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
