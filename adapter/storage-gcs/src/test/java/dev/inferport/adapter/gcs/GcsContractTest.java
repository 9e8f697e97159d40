package dev.inferport.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.Fault;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectStoreContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GcsContractTest extends ObjectStoreContract {

    private final FakeGcs gcs = new FakeGcs();

    @Override
    protected FakeStore start() {
        return gcs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"crc32c", "crc32c md5", "md5 crc32c"})
    void theCrcIsVerifiedWhereverItIs(String hashes) throws LoadException {
        gcs.hashes = hashes;
        store.put("m/x", "content");
        assertThat(pull("m").diskBytes()).isEqualTo(7);
        store.put("n/x", "content");
        store.onEveryObject(Fault.damaged());
        assertThat(failure("n")).hasMessageContaining("CRC32C");
    }

    @Test
    void anObjectThatIsUnpackedOnTheWayMayHaveAnotherSize() throws LoadException {
        store.put("m/x", "packed");
        store.onListing((fake, exchange, body) -> {
            var text = new String(body, StandardCharsets.UTF_8);
            var bytes = text.replace("\"size\"", "\"contentEncoding\":\"gzip\",\"size\"")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        store.onEveryObject((fake, exchange, body) -> {
            exchange.getResponseHeaders().set("x-goog-stored-content-encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("unpacked".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(pull("m").modelPath().resolve("x")).hasContent("unpacked");
    }

    @Test
    void aListingOfSomethingElseIsRefused() {
        store.onEveryListing((fake, exchange, body) -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
        });
        assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aFailureNamesBucketAndPathAndNoSecret() {
        store.onEveryListing(Fault.status(403));
        assertThat(failure("models/mnist"))
                .hasMessageContaining("'models/mnist")
                .hasMessageContaining("bucket 'bucket'")
                .message()
                .doesNotContain("hidden", "token-");
    }
}
