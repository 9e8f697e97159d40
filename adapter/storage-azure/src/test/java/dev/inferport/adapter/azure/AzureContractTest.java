package dev.inferport.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inferport.adapter.storage.FakeStore;
import dev.inferport.adapter.storage.Fault;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ObjectStoreContract;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the key of the account, so that every request of the contract has its signature checked. */
final class AzureContractTest extends ObjectStoreContract {

    @Override
    protected FakeStore start() {
        return new FakeAzure();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Log in</html>",
                "<EnumerationResults><Blobs><Blob><Name>m/x</Name></Blob></Blobs></EnumerationResults>",
                "<EnumerationResults><Blobs>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><EnumerationResults>&e;</EnumerationResults>"
            })
    void whatIsNoListingIsRefused(String text) {
        store.onEveryListing((fake, exchange, body) -> {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        assertThat(failure("m").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aContainerThatIsNotPublicIsNoConflict() {
        store.onEveryListing((fake, exchange, body) -> {
            exchange.getResponseHeaders().set("x-ms-error-code", "PublicAccessNotPermitted");
            exchange.sendResponseHeaders(409, -1);
        });
        assertThat(failure("m").reason()).isEqualTo(Reason.PERMISSION_DENIED);
    }

    @Test
    void aFailureNamesContainerAndPathAndNoSecret() {
        store.onEveryListing(Fault.status(403));
        assertThat(failure("models/mnist"))
                .hasMessageContaining("'models/mnist")
                .hasMessageContaining("container 'container'")
                .message()
                .doesNotContain("hidden", FakeAzure.KEY);
    }
}
