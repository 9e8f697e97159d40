package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull does whatever kind of object store it reads from. */
final class PullerTest extends ObjectStoreFixture {

    private static final String LONG = "0123456789".repeat(5_000);

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final PullObserver observer = new PullObserver() {
        @Override
        public void started(String type) {
            seen.add("started " + type);
        }

        @Override
        public void stored(String type, long bytes) {
            seen.add("stored " + bytes);
        }

        @Override
        public void reused(String type, long bytes) {
            seen.add("reused " + bytes);
        }

        @Override
        public void retried(String type) {
            seen.add("retried");
        }

        @Override
        public void damaged(String type) {
            seen.add("damaged");
        }

        @Override
        public void ended(String type, Optional<Reason> failure, Duration duration) {
            seen.add("ended " + failure.map(Reason::name).orElse("well"));
        }
    };

    @Override
    protected FakeStore start() {
        return new PlainStore();
    }

    @Test
    void anUnchangedObjectIsNotReadTwice() throws Exception {
        store.put("m/same", LONG);
        store.put("m/changed", "1");
        pull("m");
        store.put("m/changed", "2");
        var second = pull("m");
        assertThat(files(second.modelPath())).isEqualTo(Map.of("same", LONG, "changed", "2"));
        assertThat(second.diskBytes()).isEqualTo(LONG.length() + 1);
        assertThat(store.requests()).filteredOn("read m/same"::equals).hasSize(1);
    }

    @Test
    void twoModelsWithTheSameContentShareItAndOutliveEachOther() throws Exception {
        store.put("m/x", LONG);
        var first = pull("m");
        var second = pullAs("other", store.config());
        assertThat(store.requests()).filteredOn("read m/x"::equals).hasSize(1);
        assertThat(Files.isSameFile(
                        first.modelPath().resolve("x"), second.modelPath().resolve("x")))
                .isTrue();
        first.delete();
        assertThat(second.modelPath().resolve("x")).hasContent(LONG);
    }

    @Test
    void contentThatWasTouchedIsReadAgain() throws Exception {
        store.put("m/x", LONG);
        var file = pull("m").modelPath().resolve("x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, LONG.replace('1', '2'));
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
    }

    @Test
    void contentThatIsGoneIsReadAgain() throws Exception {
        store.put("m/x", LONG);
        pull("m").delete();
        assertThat(pull("m").modelPath().resolve("x")).hasContent(LONG);
        assertThat(store.requests()).filteredOn("read m/x"::equals).hasSize(2);
    }

    @Test
    void contentIsNeverSharedBetweenTwoCredentials() throws Exception {
        store.put("m/x", LONG);
        pull("m");
        var url = store.config().required("url");
        pullAs("other", StorageConfig.of("plain", Map.of("url", url, "secret", "another")));
        assertThat(store.requests()).filteredOn("read m/x"::equals).hasSize(2);
    }

    @Test
    void everyoneMayReadAModelAndNobodyWritesIt() throws Exception {
        store.put("m/sub/x", "x");
        var folder = pull("m").modelPath().resolve("sub");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x"))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void aPullThatTakesTooLongSaysHowFarItCame() throws Exception {
        var gate = new CountDownLatch(1);
        store.put("m/a", "done");
        store.put("m/x", LONG);
        var stall = Fault.stalledAfter(20_000, gate);
        store.onObject("m/x", stall, stall, stall, stall, stall, stall, stall, stall);
        var patient = new RetryPolicy(8, Duration.ZERO, Duration.ofMillis(5));
        reopen(settings().withRetries(patient).forLoadsOf(Duration.ofSeconds(5)), PullObserver.none());
        var failure = failure("m");
        gate.countDown();
        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
        assertThat(failure)
                .hasMessageContaining("within 4.5 s")
                .hasMessageContaining("of 50004 bytes")
                .hasMessageContaining("LOADTIME_TIMEOUT");
        assertThat(home()).doesNotExist();
    }

    @Test
    void aLongPullIsReported() throws Exception {
        var gate = new CountDownLatch(1);
        store.put("m/x", LONG);
        store.onObject("m/x", Fault.stalledAfter(20_000, gate));
        reopen(settings().withReportEvery(Duration.ofMillis(20)), PullObserver.none());
        try (var log = new LogLines(PullWatch.class)) {
            var pull = CompletableFuture.supplyAsync(() -> caught(() -> pull("m")));
            await().untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line.contains("event=pull_progress model=mnist phase=downloading bytes=20000"
                            + " of_bytes=50000 files=0 of_files=1")));
            gate.countDown();
            pull.get();
        }
    }

    @Test
    void whatHappensIsObserved() throws Exception {
        store.put("m/x", LONG);
        store.put("m/y", "y");
        reopen(settings(), observer);
        store.onObject("m/x", Fault.damaged(), Fault.status(503));
        pull("m");
        assertThat(seen)
                .startsWith("started plain")
                .endsWith("ended well")
                .containsOnlyOnce("damaged", "stored 50000", "stored 1")
                .filteredOn("retried"::equals)
                .hasSize(2);
        seen.clear();
        pull("m");
        store.onEveryListing(Fault.status(403));
        failure("m");
        assertThat(seen)
                .containsSubsequence("ended well", "started plain", "ended PERMISSION_DENIED")
                .contains("reused 50000", "reused 1");
    }

    @Test
    void aFailureNamesStorageKeyAndPath(@TempDir Path folder) throws Exception {
        var url = store.config().required("url");
        Files.writeString(
                folder.resolve("prod"), "{\"type\": \"plain\", \"url\": \"" + url + "\", \"bucket\": \"models\"}");
        var config =
                new StorageConfigs(folder).resolve(new StorageRequest(Optional.of("prod"), Map.of(), Optional.empty()));
        var request = new PullRequest(ID, config, "models/mnist", Optional.empty());
        assertThat(catchFailure(() -> puller.pull(request, Cancellation.none())))
                .hasMessageEndingWith("[storage key 'prod', type plain, bucket 'models', path 'models/mnist']");
    }

    @Test
    void aCancelWhileUnpackingIsNoticed() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 8_000; i++) {
                zip.putNextEntry(new ZipEntry("file-" + i));
                zip.write('x');
            }
        }
        store.put("m.zip", bytes.toByteArray());
        var url = store.config().required("url");
        var config = StorageConfig.of("plain", Map.of("url", url, "unpack", "true"));
        var source = new CancellationSource();
        var outcome = CompletableFuture.supplyAsync(() -> catchFailure(
                () -> puller.pull(new PullRequest(ID, config, "m.zip", Optional.empty()), source.token())));
        await().until(() -> isThere("file-0"));
        source.cancel();
        assertThat(outcome.get().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(isThere("file-7999")).isFalse();
        assertThat(home()).doesNotExist();
    }

    private boolean isThere(String name) throws IOException {
        try (var tree = Files.find(root(), 4, (path, attributes) -> path.endsWith(name))) {
            return tree.findAny().isPresent();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void onlyFilesInTransferAreOpen() throws Exception {
        var most = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            store.put("m/" + i, "x");
        }
        store.onEveryObject((fake, exchange, body) -> {
            most.accumulateAndGet(openFilesInStaging(), Math::max);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        pull("m");
        assertThat(most.get()).isBetween(1, 9);
    }

    @Test
    void aFullDiskIsToldApartFromABrokenOne() throws Exception {
        try (var full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            full.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            assertThat(VolumeFailures.of("The object 'x'", e).reason()).isEqualTo(Reason.RESOURCE_EXHAUSTED);
            assertThat(VolumeFailures.of("The object 'x'", new IOException("Input/output error"))
                            .reason())
                    .isEqualTo(Reason.INTERNAL);
            return;
        }
        throw new AssertionError("/dev/full took a byte");
    }

    private static int openFilesInStaging() throws IOException {
        int count = 0;
        try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (var file : open) {
                try {
                    count += Files.readSymbolicLink(file).toString().contains("/.staging/") ? 1 : 0;
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        }
        return count;
    }

    private PulledModel pullAs(String id, StorageConfig config) throws LoadException {
        return puller.pull(new PullRequest(new ModelId(id), config, "m", Optional.empty()), Cancellation.none());
    }

    private void reopen(PullerSettings settings, PullObserver who) throws LoadException {
        puller.close();
        puller = Puller.open(settings, who);
    }

    private interface Pull {
        PulledModel run() throws LoadException;
    }

    private static List<LoadException> caught(Pull pull) {
        try {
            pull.run();
            return List.of();
        } catch (LoadException e) {
            return List.of(e);
        }
    }
}
