package dev.inferport.adapter.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inferport.adapter.storage.LoadException.Reason;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpTransportTest {

    @Test
    void aHeaderWithALineBreakIsRefusedWithoutQuotingIt() {
        var transport = new HttpTransport(HttpTimeouts.defaults());
        var headers = Map.of("Authorization", "hidden\nhidden");
        var failure = catchThrowableOfType(
                LoadException.class,
                () -> transport.get(URI.create("http://127.0.0.1:1/x"), headers, Cancellation.none()));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
        assertThat(failure)
                .hasNoCause()
                .message()
                .contains("'Authorization'", "http://127.0.0.1:1", "line break")
                .doesNotContain("hidden");
    }
}
