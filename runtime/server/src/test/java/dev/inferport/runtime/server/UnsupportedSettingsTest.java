package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnsupportedSettingsTest {

    @Test
    void whatMlserverKnowsAndThisServerDoesNotIsNamedInWhateverCase() {
        Map<String, String> environment =
                Map.of("MLSERVER_METRICS_DIR", "/m", "mlserver_kafka_enabled", "true", "MLSERVER_HTTP_PORT", "1");
        assertThat(UnsupportedSettings.in(environment))
                .containsExactly("MLSERVER_KAFKA_ENABLED", "MLSERVER_METRICS_DIR");
    }

    @Test
    void whatThisServerReadsIsNotNamed() {
        assertThat(UnsupportedSettings.in(Map.of(
                        "MLSERVER_METRICS_PORT", "1",
                        "MLSERVER_METRICS_ENDPOINT", "/m",
                        "MLSERVER_METRICS_REST_SERVER_PREFIX", "p",
                        "MLSERVER_USE_STRUCTURED_LOGGING", "true",
                        "PATH", "/bin")))
                .isEmpty();
    }
}
