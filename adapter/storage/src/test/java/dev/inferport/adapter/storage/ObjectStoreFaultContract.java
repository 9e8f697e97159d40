package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pull must do when its store, its network or its caller fails. */
public abstract class ObjectStoreFaultContract extends ObjectStoreFixture {

    private static final String LONG = "0123456789".repeat(5_000);

    private final CountDownLatch gate = new CountDownLatch(1);

    @ParameterizedTest
    @CsvSource({
        "401, PERMISSION_DENIED",
        "403, PERMISSION_DENIED",
        "404, NOT_FOUND",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "429, UNAVAILABLE"
    })
    void everyStatusHasItsReason(int status, Reason reason) {
        store.put("m/x", "x");
        store.onEveryListing(Fault.status(status));
        assertThat(failure("m").reason()).isEqualTo(reason);
        store.heal();
        store.onEveryObject(Fault.status(status));
        assertThat(failure("m").reason()).isEqualTo(reason);
        assertThat(home()).doesNotExist();
    }

    @Test
    void whatMayPassIsTriedAgain() throws Exception {
        store.put("m/x", "x");
        store.onListing(Fault.status(503), Fault.status(429));
        store.onObject("m/x", Fault.status(500), Fault.status(408));
        assertThat(files(pull("m").modelPath())).containsExactly(entry("x", "x"));
    }

    @ParameterizedTest
    @CsvSource({"1", "'Thu, 01 Jan 2099 00:00:00 GMT'"})
    void theStoreMaySayWhenToComeAgain(String retryAfter) throws Exception {
        store.put("m/x", "x");
        store.onListing((fake, exchange, body) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            fake.sendError(exchange, 503);
        });
        try (var log = new LogLines(Retries.class)) {
            var source = new CancellationSource();
            var pull =
                    CompletableFuture.supplyAsync(() -> catchFailure(() -> puller.pull(request("m"), source.token())));
            await().untilAsserted(() ->
                    assertThat(log.lines()).anyMatch(line -> line.matches(".*pause_ms=(100\\d|6000\\d) .*")));
            source.cancel();
            pull.get();
        }
    }

    @Test
    void whatCanNotPassIsNotTriedAgain() {
        store.put("m/x", "x");
        store.onEveryListing(Fault.status(403));
        failure("m");
        assertThat(store.requests()).hasSize(1);
    }

    @Test
    void aListingThatBreaksOffIsTriedAgain() throws Exception {
        store.put("m/x", "x");
        store.onListing(Fault.brokenOffAfter(3));
        assertThat(files(pull("m").modelPath())).containsExactly(entry("x", "x"));
    }

    @Test
    void aDownloadThatBreaksOffIsResumed() throws Exception {
        store.put("m/x", LONG);
        store.onObject("m/x", Fault.brokenOffAfter(20_000));
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests()).contains("read m/x bytes=20000-");
    }

    @Test
    void aConnectionThatIsResetIsTakenUpAgain() throws Exception {
        store.put("m/x", LONG);
        store.resetConnectionAfter(20_000);
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.hasResetConnection()).isTrue();
    }

    @Test
    void aSlowBodyIsWaitedForAsLongAsSomethingComes() throws Exception {
        store.put("m/x", LONG);
        store.onObject("m/x", Fault.dripping(5, Duration.ofMillis(300)));
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests()).filteredOn("read m/x"::equals).hasSize(1);
    }

    @Test
    void aDownloadThatKeepsBreakingOffFails() {
        store.put("m/x", LONG);
        store.onEveryObject(Fault.brokenOffAfter(0));
        assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(home()).doesNotExist();
    }

    @Test
    void aBodyThatStallsIsTakenUpAgain() throws Exception {
        store.put("m/x", LONG);
        store.onObject("m/x", Fault.stalledAfter(20_000, gate));
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        gate.countDown();
    }

    @Test
    void aBodyOfAnotherLengthIsNeverAccepted() {
        store.put("m/x", LONG);
        for (int length : new int[] {LONG.length() - 1, LONG.length() + 1}) {
            store.onEveryObject(Fault.ofLength(length));
            assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(home()).doesNotExist();
        }
    }

    @Test
    void aDamagedBodyIsNeverAccepted() throws Exception {
        store.put("m/x", LONG);
        store.onEveryObject(Fault.damaged());
        assertThat(failure("m")).hasMessageContaining("MD5");
        assertThat(home()).doesNotExist();
        store.heal();
        store.onObject("m/x", Fault.damaged());
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
    }

    @Test
    void anObjectThatChangesIsNeverMixed() {
        store.put("m/x", LONG);
        store.onObject("m/x", (fake, exchange, body) -> {
            Fault.brokenOffAfter(20_000).answer(fake, exchange, body);
            fake.put("m/x", LONG.replace('1', '2'));
        });
        assertThat(failure("m").reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(home()).doesNotExist();
    }

    @Test
    void aLargeObjectIsReadInParts() throws Exception {
        store.put("m/x", LONG);
        readInPartsOf(20_000);
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests())
                .contains("read m/x bytes=0-19999", "read m/x bytes=20000-39999", "read m/x bytes=40000-49999");
    }

    @Test
    void aPartThatBreaksOffIsResumed() throws Exception {
        store.put("m/x", LONG);
        readInPartsOf(20_000);
        store.onObject("m/x", (fake, exchange, body) -> {
            var range = exchange.getRequestHeaders().getFirst("Range");
            var start = Integer.parseInt(range.substring(6, range.indexOf('-')));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (start + 9_999) + "/50000");
            exchange.sendResponseHeaders(206, 10_000);
            exchange.getResponseBody().write(body, start, 5_000);
        });
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests())
                .filteredOn(request -> request.startsWith("read m/x"))
                .hasSize(4);
    }

    @Test
    void aDamagedPartIsNeverAccepted() throws Exception {
        store.put("m/x", LONG);
        readInPartsOf(20_000);
        store.onObject("m/x", (fake, exchange, body) -> {
            var range = exchange.getRequestHeaders().getFirst("Range");
            int start = Integer.parseInt(range.substring(6, range.indexOf('-')));
            int length = Math.min(20_000, body.length - start);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + start + "-" + (start + length - 1) + "/50000");
            exchange.sendResponseHeaders(206, length);
            exchange.getResponseBody().write(new byte[length]);
        });
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests()).contains("read m/x");
    }

    @Test
    void partsOfDifferentStatesAreNeverMixed() throws Exception {
        store.put("m/x", LONG);
        readInPartsOf(20_000);
        store.onObject("m/x", (fake, exchange, body) -> {
            fake.put("m/x", LONG.replace('1', '2'));
            fake.sendError(exchange, 503);
        });
        assertThat(failure("m").reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(home()).doesNotExist();
    }

    private void readInPartsOf(long bytes) throws LoadException {
        puller.close();
        puller = Puller.open(settings().withPartBytes(bytes));
    }

    @Test
    void aFailedPullLeavesNothingUnderTheFinalName() {
        for (int i = 0; i < 30; i++) {
            store.put("m/" + i, LONG);
        }
        store.onObject("m/17", Fault.status(403));
        assertThat(failure("m").reason()).isEqualTo(Reason.PERMISSION_DENIED);
        assertThat(home()).doesNotExist();
    }

    @Test
    void aFailedPullLeavesWhatWasThereBefore() throws Exception {
        store.put("m/x", "1");
        var first = pull("m");
        store.put("m/x", "2");
        store.onEveryObject(Fault.status(403));
        failure("m");
        assertThat(files(first.modelPath())).containsExactly(entry("x", "1"));
    }

    @Test
    void aFailedPullDoesNotPoisonTheNextOne() throws Exception {
        for (int i = 0; i < 30; i++) {
            store.put("m/" + i, "x");
        }
        store.onEveryObject(Fault.status(403));
        failure("m");
        store.heal();
        assertThat(files(pull("m").modelPath())).hasSize(30);
    }

    @Test
    void aCancelWhileListingIsNoticed() throws Exception {
        store.put("m/x", "x");
        store.onEveryListing(Fault.silentUntil(gate));
        cancelledPullEndsAfter("list m/");
    }

    @Test
    void aCancelWhileReadingIsNoticedEvenIfTheBodyStalls() throws Exception {
        store.put("m/x", LONG);
        store.onEveryObject(Fault.stalledAfter(20_000, gate));
        cancelledPullEndsAfter("read m/x");
    }

    @Test
    void aCancelledPullDoesNotBlockTheOthers() throws Exception {
        for (int i = 0; i < 30; i++) {
            store.put("m/" + i, LONG);
        }
        store.put("n/x", "x");
        store.onEveryObject(Fault.stalledAfter(20_000, gate));
        cancelledPullEndsAfter("read m/1");
        store.heal();
        assertThat(files(pull("n").modelPath())).containsExactly(entry("x", "x"));
    }

    @Test
    void aPullThatIsCancelledBeforeItStartsAsksForNothing() {
        var source = new CancellationSource();
        source.cancel(Reason.DEADLINE_EXCEEDED, "Too late.");
        var failure = catchFailure(() -> puller.pull(request("m"), source.token()));
        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(store.requests()).isEmpty();
    }

    private void cancelledPullEndsAfter(String request) throws Exception {
        var source = new CancellationSource();
        var outcome =
                CompletableFuture.supplyAsync(() -> catchFailure(() -> puller.pull(request("m"), source.token())));
        await().until(() -> store.requests().contains(request));
        source.cancel();
        await().atMost(Duration.ofSeconds(1)).until(outcome::isDone);
        assertThat(outcome.get().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(home()).doesNotExist();
        gate.countDown();
    }
}
