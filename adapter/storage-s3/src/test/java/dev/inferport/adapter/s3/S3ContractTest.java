package dev.inferport.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.Fault;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectStoreContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class S3ContractTest extends ObjectStoreContract {

    @Override
    protected FakeStore start() {
        return new FakeS3();
    }

    @Test
    void aFailureNamesBucketAndPathAndNoSecret() {
        store.onEveryListing(Fault.status(403));
        assertThat(failure("models/mnist"))
                .hasMessageContaining("'models/mnist")
                .hasMessageContaining("bucket 'bucket'")
                .hasMessageContaining("AccessDenied")
                .message()
                .doesNotContain("a-secret-key", "an-access-key");
    }

    @Test
    void aBucketInAnotherRegionIsFollowed() throws LoadException {
        store.put("m/x", "x");
        store.onListing(movedTo("eu-central-1"));
        assertThat(pull("m").diskBytes()).isEqualTo(1);
    }

    @Test
    void aBucketThatIsNowhereIsNamed() {
        store.onListing(movedTo("eu-central-1"), movedTo("eu-central-2"));
        var failure = failure("m");
        assertThat(failure).hasMessageContaining("eu-central-2");
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    private static Fault movedTo(String region) {
        return (fake, exchange, body) -> {
            exchange.getResponseHeaders().set("x-amz-bucket-region", region);
            exchange.sendResponseHeaders(301, -1);
        };
    }

    @Test
    void aListingThatIsNoS3ListingIsRefused() {
        answerListingsWith("<html><body>Log in</body></html>");
        assertThat(failure("m")).hasMessageContaining("endpoint_url");
    }

    @Test
    void aTruncatedListingWithoutATokenIsRefused() {
        answerListingsWith("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>");
        assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aDocumentTypeInAListingIsNotExpanded() {
        answerListingsWith("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + "<ListBucketResult><Contents><Key>m/&e;</Key><Size>1</Size></Contents></ListBucketResult>");
        assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aListingThatBreaksOffBetweenElementsIsNotTakenForItsEnd() throws LoadException {
        store.put("m/x", "x");
        store.onListing((fake, exchange, body) -> {
            var text = new String(body, StandardCharsets.UTF_8);
            int end = text.indexOf("<Contents>");
            exchange.sendResponseHeaders(200, end);
            exchange.getResponseBody().write(body, 0, end);
        });
        assertThat(pull("m").diskBytes()).isEqualTo(1);
    }

    @Test
    void aChecksumHeaderIsVerified() {
        store.put("m/x", "x");
        store.onEveryObject((fake, exchange, body) -> {
            exchange.getResponseHeaders().set("x-amz-checksum-crc32c", "AAAAAA==");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        });
        assertThat(failure("m")).hasMessageContaining("CRC32C");
    }

    private void answerListingsWith(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        store.onEveryListing((fake, exchange, body) -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }
}
