package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpFilesTest extends ObjectStoreFixture {

    private static final String LONG = "0123456789".repeat(5_000);

    private final WebFiles files = new WebFiles();

    @Override
    protected FakeStore start() {
        return files;
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/w 1+ü.bin", "100%", "a&b=c?d#e", "m/日本語", "~tilde*(x)!'"})
    void aFileIsPulledUnderItsName(String key) throws Exception {
        files.put(key, "x");
        var pulled = pull(key);
        assertThat(pulled.modelPath())
                .hasFileName(key.substring(key.lastIndexOf('/') + 1))
                .hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void exactlyOneSlashIsBetweenUrlAndPath(String end) throws Exception {
        files.put("m/x", "x");
        var url = files.url().substring(0, files.url().length() - 1) + end;
        assertThat(pull("/m/x", Map.of("url", url)).modelPath()).hasContent("x");
    }

    @Test
    void aUrlMayNameTheFileItselfAndBeSigned() throws Exception {
        files.put("m/x", "x");
        var pulled = pull("", Map.of("url", files.url() + "m/x?signature=a%2Fb"));
        assertThat(pulled.modelPath()).isEqualTo(home().resolve("_model")).hasContent("x");
        assertThat(files.seen()).containsOnly("null signature=a%2Fb");
    }

    @ParameterizedTest
    @CsvSource({
        "401, PERMISSION_DENIED",
        "403, PERMISSION_DENIED",
        "404, NOT_FOUND",
        "500, UNAVAILABLE",
        "418, INVALID_ARGUMENT"
    })
    void aPageOfAnErrorIsNeverTheModel(int status, Reason reason) {
        files.put("x", "x");
        files.onEveryObject(Fault.status(status));
        var failure = catchFailure(() -> pull("x", Map.of("url", files.url() + "?signature=hidden")));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).message().contains("'x'").doesNotContain("hidden");
        assertThat(home()).doesNotExist();
    }

    @Test
    void aFolderIsNotFoundBecauseHttpHasNone() {
        assertThat(failure("m/").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(files.requests()).isEmpty();
    }

    @Test
    void aDownloadThatBreaksOffIsResumed() throws Exception {
        files.put("x", LONG);
        files.onObject("x", tagged(LONG.length()), tagged(20_000));
        assertThat(pull("x").modelPath()).hasContent(LONG);
        assertThat(files.requests()).contains("read x bytes=20000-");
    }

    @Test
    void aFileThatChangesIsNeverMixed() {
        files.put("x", LONG);
        files.onObject("x", tagged(LONG.length()), (fake, exchange, body) -> {
            tagged(20_000).answer(fake, exchange, body);
            fake.put("x", LONG.replace('1', '2'));
        });
        assertThat(failure("x").reason()).isEqualTo(Reason.FAILED_PRECONDITION);
        assertThat(home()).doesNotExist();
    }

    @Test
    void aConnectionThatIsResetIsTakenUpAgain() throws Exception {
        files.put("x", LONG);
        files.resetConnectionAfter(70_000);
        assertThat(pull("x").modelPath()).hasContent(LONG);
        assertThat(files.hasResetConnection()).isTrue();
    }

    @Test
    void aBodyThatStallsIsTakenUpAgain() throws Exception {
        var gate = new CountDownLatch(1);
        files.put("x", LONG);
        files.onObject("x", tagged(LONG.length()), (fake, exchange, body) -> {
            exchange.getResponseHeaders().set("ETag", FakeStore.tag(body));
            Fault.stalledAfter(20_000, gate).answer(fake, exchange, body);
        });
        assertThat(pull("x").modelPath()).hasContent(LONG);
        gate.countDown();
    }

    @Test
    void aBodyOfAnotherLengthIsNeverAccepted() {
        files.put("x", LONG);
        for (int length : new int[] {LONG.length() - 1, LONG.length() + 1}) {
            var other = Fault.ofLength(length);
            files.onObject("x", tagged(LONG.length()), other, other, other);
            assertThat(failure("x").reason()).isIn(Reason.UNAVAILABLE, Reason.FAILED_PRECONDITION);
            assertThat(home()).doesNotExist();
        }
    }

    @Test
    void aCancelWhileReadingIsNoticedEvenIfTheBodyStalls() throws Exception {
        var gate = new CountDownLatch(1);
        files.put("x", LONG);
        files.onObject("x", Fault.brokenOffAfter(LONG.length()), Fault.stalledAfter(20_000, gate));
        var source = new CancellationSource();
        var outcome =
                CompletableFuture.supplyAsync(() -> catchFailure(() -> puller.pull(request("x"), source.token())));
        await().until(() -> files.requests().size() == 2);
        source.cancel();
        assertThat(outcome.get(2, TimeUnit.SECONDS).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(home()).doesNotExist();
        gate.countDown();
    }

    @ParameterizedTest
    @CsvSource({
        "Repr-Digest, 'sha-512=:AAAA:, sha-256=:%s:'",
        "Content-Digest, sha-256=:%s:",
        "Digest, 'MD5=AAAA, SHA-256=%s'"
    })
    void aDigestOfTheServerIsVerified(String header, String form) throws Exception {
        files.put("x", "content");
        var right = form.formatted("7XACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=");
        files.onEveryObject(withHeader(header, right));
        assertThat(pull("x").modelPath()).hasContent("content");
        files.onEveryObject(withHeader(header, form.formatted("AAACtDnprIRfIjV9giusFERzD722AW0+yUMil7nsn3M=")));
        assertThat(failure("x")).hasMessageContaining("SHA256");
    }

    private static Fault withHeader(String name, String value) {
        return (fake, exchange, body) -> {
            exchange.getResponseHeaders().set(name, value);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    @Test
    void aServerMayNotTellTheLength() throws Exception {
        files.put("x", LONG);
        files.onEveryObject((fake, exchange, body) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
        });
        assertThat(pull("x").modelPath()).hasContent(LONG);
    }

    @Test
    void headersAreStringsOrListsAndSent() throws Exception {
        files.put("x", "x");
        var fields = (ObjectNode) new ObjectMapper().readTree("""
                {"url": "%s", "headers": {"X-Secret": ["a", "b"], "X-Other": "c"}}""".formatted(files.url()));
        pull("x", StorageConfig.of("http", fields));
        assertThat(files.seen()).containsOnly("a, b null");
    }

    @Test
    void aRedirectToTheSameHostKeepsTheHeaders() throws Exception {
        files.put("x", "x");
        files.put("y", "moved");
        files.onEveryObject(redirectFrom("x", files.url() + "y"));
        assertThat(pull("x", secretHeader()).modelPath()).hasContent("moved");
        assertThat(files.seen()).containsOnly("hidden null");
    }

    @Test
    void aRedirectToAnotherHostDropsTheHeaders() throws Exception {
        try (var other = new WebFiles()) {
            files.put("x", "x");
            other.put("y", "elsewhere");
            files.onEveryObject(redirectFrom("x", other.url() + "y?signature=a"));
            assertThat(pull("x", secretHeader()).modelPath()).hasContent("elsewhere");
            assertThat(other.seen()).containsOnly("null signature=a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/x", "file:///etc/hostname", "http://", "not a url"})
    void aRedirectToSomethingElseIsRefused(String location) {
        files.put("x", "x");
        files.onEveryObject(redirectFrom("x", location));
        assertThat(failure("x").reason()).isEqualTo(Reason.FAILED_PRECONDITION);
    }

    @Test
    void redirectsInACircleEnd() {
        files.put("x", "x");
        files.onEveryObject(redirectFrom("x", "x"));
        assertThat(failure("x").reason()).isEqualTo(Reason.FAILED_PRECONDITION);
    }

    @ParameterizedTest
    @CsvSource({
        "url, ftp://host",
        "url, http://user:hidden@host",
        "url, nowhere",
        "client_key, hidden",
        "certificate, hidden",
        "headers, hidden"
    })
    void whatCanNotBeIsRefusedWithoutQuotingASecret(String name, String value) {
        var failure = catchFailure(() -> pull("x", Map.of(name, value)));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure).message().doesNotContain("hidden");
    }

    private static Fault redirectFrom(String key, String location) {
        return (fake, exchange, body) -> {
            if (exchange.getRequestURI().getPath().endsWith("/" + key)) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        };
    }

    /** The header tells length and tag of the whole; the connection ends after {@code bytes}. */
    private static Fault tagged(int bytes) {
        return (fake, exchange, body) -> {
            exchange.getResponseHeaders().set("ETag", FakeStore.tag(body));
            Fault.brokenOffAfter(bytes).answer(fake, exchange, body);
        };
    }

    private StorageConfig secretHeader() {
        var fields = StorageEntry.empty().put("url", files.url());
        fields.putObject("headers").put("X-Secret", "hidden");
        return StorageConfig.of("http", fields);
    }

    private PulledModel pull(String path, Map<String, String> fields) throws LoadException {
        return pull(path, files.config(fields));
    }

    private PulledModel pull(String path, StorageConfig config) throws LoadException {
        return puller.pull(new PullRequest(ID, config, path, Optional.empty()), Cancellation.none());
    }
}
