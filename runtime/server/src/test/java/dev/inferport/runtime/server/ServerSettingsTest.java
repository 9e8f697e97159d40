package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.runtime.core.CacheLimits;
import dev.inferport.runtime.core.RuntimeLimits;
import dev.inferport.runtime.rest.RestLimits;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.LogSetup;
import dev.inferport.servicekit.TlsFiles;
import dev.inferport.servicekit.TracingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerSettingsTest {

    @TempDir
    private Path root;

    @Test
    void defaultsAreThoseOfMlserverInAMeshPod() {
        ServerSettings settings = ServerSettings.read(root, Map.of());

        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        root,
                        "0.0.0.0",
                        8001,
                        8002,
                        -1,
                        true,
                        new RestSettings(RestLimits.defaults(), true, "", Optional.empty()),
                        new RuntimeLimits(
                                Runtime.getRuntime().availableProcessors(),
                                1000,
                                500,
                                Duration.ofSeconds(60),
                                CacheLimits.none()),
                        new LogSettings(false, false, false),
                        new MetricsSettings(8082, "/metrics", "rest_server"),
                        Optional.empty(),
                        "inferport",
                        Version.current(),
                        List.of("model_repository", "binary_tensor_data"),
                        new CodeSettings("", List.of()),
                        ListenerSettings.plain(),
                        Duration.ofSeconds(20)));
        assertThat(settings.log().level()).isEqualTo("INFO");
        assertThat(settings.log().format()).isEqualTo(LogSetup.Format.TEXT);
        assertThat(settings.log().showsRequests()).isFalse();
    }

    @Test
    void everyVariableIsRead() {
        ServerSettings settings = ServerSettings.read(
                null,
                Map.ofEntries(
                        Map.entry("MLSERVER_MODELS_DIR", root.toString()),
                        Map.entry("MLSERVER_HOST", "127.0.0.1"),
                        Map.entry("mlserver_grpc_port", "9001"),
                        Map.entry("MLSERVER_HTTP_PORT", "9002"),
                        Map.entry("MLSERVER_METRICS_PORT", "9003"),
                        Map.entry("MLSERVER_METRICS_ENDPOINT", "/prometheus"),
                        Map.entry("MLSERVER_METRICS_REST_SERVER_PREFIX", "front"),
                        Map.entry("MLSERVER_GRPC_MAX_MESSAGE_LENGTH", "1000"),
                        Map.entry("MLSERVER_LOAD_MODELS_AT_STARTUP", "no"),
                        Map.entry("MLSERVER_PARALLEL_WORKERS", "0"),
                        Map.entry("INFERPORT_MAX_CONCURRENT_REQUESTS", "7"),
                        Map.entry("INFERPORT_MAX_QUEUE_SIZE", "5"),
                        Map.entry("MLSERVER_CACHE_ENABLED", "true"),
                        Map.entry("MLSERVER_CACHE_SIZE", "9"),
                        Map.entry("INFERPORT_CACHE_MAX_BYTES", "10000"),
                        Map.entry("INFERPORT_HTTP_MAX_BODY_BYTES", "77"),
                        Map.entry("INFERPORT_HTTP_IDLE_TIMEOUT_SECONDS", "8"),
                        Map.entry("INFERPORT_HTTP_REQUEST_TIMEOUT_MILLIS", "99"),
                        Map.entry("MLSERVER_GZIP_ENABLED", "no"),
                        Map.entry("MLSERVER_ROOT_PATH", "/serving"),
                        Map.entry("MLSERVER_DEBUG", "1"),
                        Map.entry("MLSERVER_USE_STRUCTURED_LOGGING", "true"),
                        Map.entry("INFERPORT_ACCESS_LOG", "on"),
                        Map.entry("MLSERVER_SERVER_NAME", "s"),
                        Map.entry("MLSERVER_SERVER_VERSION", "9"),
                        Map.entry("MLSERVER_EXTENSIONS", "[\"a\", \"b\"]"),
                        Map.entry("INFERPORT_MODELS_CLASSPATH", "/x.jar"),
                        Map.entry("INFERPORT_PLUGINS_DIR", root.toString()),
                        Map.entry("INFERPORT_TLS_CERT_FILE", "/c.pem"),
                        Map.entry("INFERPORT_TLS_KEY_FILE", "/k.pem"),
                        Map.entry("INFERPORT_GRPC_SOCKET", "/run/grpc.sock"),
                        Map.entry("MLSERVER_TRACING_SERVER", "collector:4317"),
                        Map.entry("INFERPORT_STOP_BUDGET_SECONDS", "3")));

        assertThat(settings)
                .isEqualTo(new ServerSettings(
                        root,
                        "127.0.0.1",
                        9001,
                        9002,
                        1000,
                        false,
                        new RestSettings(
                                RestLimits.defaults()
                                        .withMaxBodyBytes(77)
                                        .withIdleTimeout(Duration.ofSeconds(8))
                                        .withRequestTimeout(Duration.ofMillis(99)),
                                false,
                                "/serving",
                                Optional.empty()),
                        new RuntimeLimits(0, 7, 5, Duration.ofSeconds(60), new CacheLimits(9, 10_000)),
                        new LogSettings(true, true, true),
                        new MetricsSettings(9003, "/prometheus", "front"),
                        Optional.of(new TracingSettings(
                                Map.of(
                                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                                        "http://collector:4317",
                                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                                        "grpc"),
                                "s")),
                        "s",
                        "9",
                        List.of("a", "b"),
                        new CodeSettings("/x.jar", List.of(root)),
                        new ListenerSettings(
                                Optional.of(TlsFiles.server(Path.of("/c.pem"), Path.of("/k.pem"))),
                                Optional.empty(),
                                Optional.of(Path.of("/run/grpc.sock"))),
                        Duration.ofSeconds(3)));
        assertThat(settings.log().level()).isEqualTo("DEBUG");
        assertThat(settings.log().format()).isEqualTo(LogSetup.Format.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "None"})
    void metricsCanBeSwitchedOff(String endpoint) {
        Map<String, String> environment = Map.of("MLSERVER_METRICS_ENDPOINT", endpoint);
        assertThat(ServerSettings.read(root, environment).metrics().isOn()).isFalse();
    }

    @Test
    void aNullInTheFileSwitchesMetricsOffWhateverTheVariableSays() throws IOException {
        Files.writeString(root.resolve("settings.json"), "{\"metrics_endpoint\": null}");
        Map<String, String> environment = Map.of("MLSERVER_METRICS_ENDPOINT", "/metrics");
        assertThat(ServerSettings.read(root, environment).metrics().isOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MLSERVER_GRPC_PORT                  | 70000  | MLSERVER_GRPC_PORT: '70000'",
                "MLSERVER_HTTP_PORT                  | -1     | MLSERVER_HTTP_PORT: '-1'",
                "MLSERVER_METRICS_PORT               | x      | MLSERVER_METRICS_PORT: 'x'",
                "MLSERVER_METRICS_ENDPOINT           | metrics | MLSERVER_METRICS_ENDPOINT: 'metrics' (expected: a path",
                "MLSERVER_METRICS_REST_SERVER_PREFIX | 1-a    | MLSERVER_METRICS_REST_SERVER_PREFIX: '1-a'",
                "MLSERVER_GRPC_MAX_MESSAGE_LENGTH    | -2     | MLSERVER_GRPC_MAX_MESSAGE_LENGTH: '-2'",
                "MLSERVER_LOAD_MODELS_AT_STARTUP     | maybe  | MLSERVER_LOAD_MODELS_AT_STARTUP: 'maybe'",
                "MLSERVER_PARALLEL_WORKERS           | -1     | MLSERVER_PARALLEL_WORKERS: '-1'",
                "INFERPORT_MAX_CONCURRENT_REQUESTS   | 0      | INFERPORT_MAX_CONCURRENT_REQUESTS: '0'",
                "INFERPORT_MAX_QUEUE_SIZE            | -1     | INFERPORT_MAX_QUEUE_SIZE: '-1'",
                "MLSERVER_CACHE_ENABLED              | maybe  | MLSERVER_CACHE_ENABLED: 'maybe'",
                "MLSERVER_CACHE_SIZE                 | many   | MLSERVER_CACHE_SIZE: 'many'",
                "INFERPORT_CACHE_MAX_BYTES           | 1GB    | INFERPORT_CACHE_MAX_BYTES: '1GB'",
                "INFERPORT_HTTP_MAX_BODY_BYTES       | -2     | INFERPORT_HTTP_MAX_BODY_BYTES: '-2'",
                "INFERPORT_HTTP_IDLE_TIMEOUT_SECONDS | 0      | INFERPORT_HTTP_IDLE_TIMEOUT_SECONDS: '0'",
                "INFERPORT_HTTP_REQUEST_TIMEOUT_MILLIS | -1   | INFERPORT_HTTP_REQUEST_TIMEOUT_MILLIS: '-1'",
                "MLSERVER_GZIP_ENABLED               | 7      | MLSERVER_GZIP_ENABLED: '7'",
                "INFERPORT_STOP_BUDGET_SECONDS       | soon   | INFERPORT_STOP_BUDGET_SECONDS: 'soon'",
                "INFERPORT_ACCESS_LOG                | loud   | INFERPORT_ACCESS_LOG: 'loud'",
                "MLSERVER_USE_STRUCTURED_LOGGING     | json   | MLSERVER_USE_STRUCTURED_LOGGING: 'json'",
                "MLSERVER_DEBUG                      | 2      | MLSERVER_DEBUG: '2'",
                "MLSERVER_EXTENSIONS                 | a,b    | MLSERVER_EXTENSIONS: 'a,b' (expected: a JSON list",
            })
    void aBadValueIsNamedWithWhatWasExpected(String variable, String value, String problem) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ServerSettings.read(root, Map.of(variable, value)))
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .startsWith(problem)
                        .contains("(expected: "));
    }

    @Test
    void everyProblemIsListed() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ServerSettings.read(
                        root,
                        Map.of("MLSERVER_GRPC_PORT", "a", "MLSERVER_HTTP_PORT", "b", "MLSERVER_METRICS_PORT", "c")))
                .satisfies(e -> assertThat(e.problems()).hasSize(3));
    }
}
