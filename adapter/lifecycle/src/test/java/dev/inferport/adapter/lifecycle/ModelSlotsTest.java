package dev.inferport.adapter.lifecycle;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.Cancellation;
import dev.inferport.adapter.storage.CancellationSource;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ModelSlotsTest {

    private static final ModelId A = new ModelId("a");
    private static final ModelId B = new ModelId("b");

    private final ModelSlots slots = new ModelSlots(1, Executors.newCachedThreadPool());
    private final List<String> journal = new CopyOnWriteArrayList<>();

    @AfterEach
    void everythingEnds() throws InterruptedException {
        assertThat(slots.close(Duration.ofSeconds(10))).isTrue();
        assertThat(slots.occupied()).isZero();
    }

    @Test
    void loadAndUnloadOfOneModelRunInOrder() throws Exception {
        var unload = slots.unload(A, token -> note("unload 1"));
        var load = slots.load(A, Cancellation.none(), token -> note("load 1"));
        load.get(10, SECONDS);
        var second = slots.unload(A, token -> note("unload 2"));

        assertThat(List.of(unload.get(10, SECONDS), second.get(10, SECONDS))).containsExactly("unload 1", "unload 2");
        assertThat(journal).containsExactly("unload 1", "load 1", "unload 2");
    }

    @Test
    void loadsBeyondTheLimitWaitInOrderOfArrival() throws Exception {
        var first = new Gate();
        var unused = slots.load(A, Cancellation.none(), first::pass);
        first.awaitArrival();
        var second = slots.load(B, Cancellation.none(), token -> note("b"));
        var third = slots.load(new ModelId("c"), Cancellation.none(), token -> note("c"));

        assertThat(second).isNotDone();
        first.open();

        second.get(10, SECONDS);
        third.get(10, SECONDS);
        assertThat(journal).containsExactly("passed", "b", "c");
    }

    @Test
    void unloadsDoNotWaitForLoadsOfOtherModels() throws Exception {
        var busy = new Gate();
        var unused = slots.load(A, Cancellation.none(), busy::pass);
        busy.awaitArrival();

        assertThat(slots.unload(B, token -> note("b")).get(10, SECONDS)).isEqualTo("b");

        busy.open();
    }

    @Test
    void oneCancelledLoadDoesNotBlockTheNext() throws Exception {
        var deaf = new Gate();
        var caller = new CancellationSource();
        var cancelled = slots.load(A, caller.token(), deaf::pass);
        deaf.awaitArrival();

        caller.cancel();

        // The cancelled load pays no attention, and still others load, unload and load again.
        assertThat(slots.load(B, Cancellation.none(), token -> note("b")).get(10, SECONDS))
                .isEqualTo("b");
        assertThat(slots.unload(B, token -> note("gone")).get(10, SECONDS)).isEqualTo("gone");
        assertThat(cancelled).isNotDone();
        deaf.open();
    }

    @Test
    void aQueuedLoadWhoseCallerLeftIsDropped() throws Exception {
        var busy = new Gate();
        var unused = slots.load(A, Cancellation.none(), busy::pass);
        busy.awaitArrival();
        var caller = new CancellationSource();
        var queued = slots.load(B, caller.token(), token -> note("never"));

        caller.cancel();

        assertCancelled(queued);
        assertThat(slots.occupied()).isOne();
        busy.open();
        assertThat(journal).doesNotContain("never");
    }

    @Test
    void anUnloadCancelsTheRunningLoadAndWaitsForItsUndo() throws Exception {
        var undo = new Gate();
        var load = slots.load(A, Cancellation.none(), token -> {
            var told = new CountDownLatch(1);
            token.onCancel(told::countDown);
            told.await();
            undo.pass(token);
            throw new LoadException(Reason.CANCELLED, "undone");
        });
        var unload = slots.unload(A, token -> note("unloaded"));
        undo.awaitArrival();

        assertThat(unload).isNotDone();
        undo.open();

        assertThat(unload.get(10, SECONDS)).isEqualTo("unloaded");
        assertCancelled(load);
        assertThat(journal).containsExactly("passed", "unloaded");
    }

    @Test
    void anUnloadDropsTheLoadsThatWaitBeforeIt() throws Exception {
        var busy = new Gate();
        var unused = slots.unload(A, busy::pass);
        busy.awaitArrival();
        var dropped = slots.load(A, Cancellation.none(), token -> note("never"));
        var unload = slots.unload(A, token -> note("unloaded"));
        var kept = slots.load(A, Cancellation.none(), token -> note("loaded"));

        assertCancelled(dropped);
        busy.open();

        kept.get(10, SECONDS);
        unload.get(10, SECONDS);
        assertThat(journal).containsExactly("passed", "unloaded", "loaded");
    }

    @Test
    void aFailedLoadFreesItsSlotAndKeepsItsReason() throws Exception {
        var failed = slots.load(A, Cancellation.none(), token -> {
            throw new LoadException(Reason.NOT_FOUND, "no such bucket");
        });

        assertThatThrownBy(() -> failed.get(10, SECONDS)).hasRootCauseMessage("no such bucket");
        assertThat(slots.load(A, Cancellation.none(), token -> note("again")).get(10, SECONDS))
                .isEqualTo("again");
    }

    @Test
    void anErrorFreesItsSlotToo() throws Exception {
        var failed = slots.load(A, Cancellation.none(), token -> {
            throw new StackOverflowError("deep");
        });

        assertThatThrownBy(() -> failed.get(10, SECONDS)).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(slots.unload(A, token -> note("fine")).get(10, SECONDS)).isEqualTo("fine");
    }

    @Test
    void slotsOfIdleModelsAreRemoved() throws Exception {
        for (var i = 0; i < 100; i++) {
            slots.load(new ModelId("model " + i), Cancellation.none(), token -> note("x"))
                    .get(10, SECONDS);
        }

        assertThat(slots.occupied()).isZero();
    }

    @Test
    void workForAnIdleModelIsSkippedWhenTheModelIsBusy() throws Exception {
        var busy = new Gate();
        var load = slots.load(A, Cancellation.none(), busy::pass);
        busy.awaitArrival();

        assertThat(slots.whenIdle(A, token -> note("skipped"))).isEmpty();
        assertThat(slots.whenIdle(B, token -> note("b")).orElseThrow().get(10, SECONDS))
                .isEqualTo("b");

        busy.open();
        assertThat(load.get(10, SECONDS)).isEqualTo("passed");
    }

    @Test
    void aloneMeansThatNothingElseRuns() throws Exception {
        var loading = new CountDownLatch(1);
        var unused = slots.load(A, Cancellation.none(), token -> {
            var told = new CountDownLatch(1);
            token.onCancel(told::countDown);
            loading.countDown();
            told.await();
            return note("undone");
        });
        loading.await();
        var solo = new Gate();

        var alone = slots.alone(solo::pass);
        solo.awaitArrival();
        var later = slots.load(B, Cancellation.none(), token -> note("later"));
        var unload = slots.unload(A, token -> note("unload"));

        assertThat(later).isNotDone();
        assertThat(unload).isNotDone();
        solo.open();
        alone.get(10, SECONDS);
        later.get(10, SECONDS);
        unload.get(10, SECONDS);
        assertThat(journal).startsWith("undone", "passed").contains("later", "unload");
    }

    @Test
    void closingCancelsWhatRunsAndRefusesTheRest() throws Exception {
        var running = new CountDownLatch(1);
        var load = slots.load(A, Cancellation.none(), token -> {
            var told = new CountDownLatch(1);
            token.onCancel(told::countDown);
            running.countDown();
            told.await();
            throw new LoadException(Reason.CANCELLED, "undone");
        });
        running.await();
        var waiting = slots.load(B, Cancellation.none(), token -> note("never"));

        assertThat(slots.close(Duration.ofSeconds(10))).isTrue();

        assertCancelled(load);
        assertCancelled(waiting);
        assertThatThrownBy(() -> slots.unload(A, token -> note("never")).get(10, SECONDS))
                .hasRootCauseMessage("The adapter is stopping; send the request again later.");
        assertThat(journal).isEmpty();
    }

    private static void assertCancelled(CompletableFuture<?> future) {
        await().until(future::isDone);
        assertThatThrownBy(() -> future.get(0, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        LoadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    }

    private String note(String event) {
        journal.add(event);
        return event;
    }

    /** Work that doesn't end before it is allowed to. */
    private final class Gate {

        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        String pass(Cancellation ignored) throws InterruptedException {
            arrived.countDown();
            open.await();
            return note("passed");
        }

        void awaitArrival() throws InterruptedException {
            assertThat(arrived.await(10, SECONDS)).isTrue();
        }

        void open() {
            open.countDown();
        }
    }
}
