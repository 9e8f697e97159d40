package dev.inferport.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TlsFiles;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdapterSettingsTest {

    private static final String MEMORY = "CONTAINER_MEM_REQ_BYTES";

    @Test
    void defaultsAreThoseThatControllersRelyOn() {
        var settings = settings(Map.of(MEMORY, "1073741824"));

        var plain = new Peer(Endpoint.tcp("127.0.0.1", 8001), Optional.empty(), Optional.empty());
        assertThat(settings.endpoints().listen())
                .isEqualTo(new Listener(Endpoint.tcp("127.0.0.1", 8085), Optional.empty(), Optional.empty()));
        assertThat(settings.endpoints().runtime()).isEqualTo(plain);
        assertThat(settings.endpoints().data()).isEqualTo(plain);
        assertThat(settings.endpoints().admin()).isEmpty();
        assertThat(settings.limits().sizes().capacityBytes()).isEqualTo(1073741824L - 268435456L);
        assertThat(settings.limits().sizes().defaultBytes()).isEqualTo(1_000_000);
        assertThat(settings.limits().sizes().diskMultiplier()).isEqualTo(1.25);
        assertThat(settings.limits().loadingConcurrency()).isOne();
        assertThat(settings.limits().loadTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.limits().perModelConcurrency()).isZero();
        assertThat(settings.runtimeVersion()).isEqualTo("v1");
        assertThat(settings.folders())
                .isEqualTo(new AdapterSettings.Folders(
                        Path.of("/models"),
                        false,
                        Path.of("/storage-config"),
                        Path.of("/pvc_mounts"),
                        Optional.empty()));
    }

    @Test
    void everyVariableIsRead() {
        var settings = settings(Map.ofEntries(
                Map.entry("ADAPTER_PORT", "9085"),
                Map.entry("ADAPTER_ADMIN_PORT", "9090"),
                Map.entry("RUNTIME_PORT", "9001"),
                Map.entry("RUNTIME_DATA_ENDPOINT", "unix:/tmp/data.sock"),
                Map.entry(MEMORY, "200000000"),
                Map.entry("MEM_BUFFER_BYTES", "100000000"),
                Map.entry("LOADING_CONCURRENCY", "3"),
                Map.entry("LOADTIME_TIMEOUT", "90000"),
                Map.entry("DEFAULT_MODELSIZE", "2000000"),
                Map.entry("MODELSIZE_MULTIPLIER", "1.5"),
                Map.entry("MODELSIZE_MULTIPLIERS", "SKLearn:1 = 2.5, mllib=4"),
                Map.entry("RUNTIME_VERSION", "0.3"),
                Map.entry("LIMIT_PER_MODEL_CONCURRENCY", "7"),
                Map.entry("MODEL_IMPLEMENTATIONS", "fancy=my.Fancy, xgboost = other.XGB"),
                Map.entry("ROOT_MODEL_DIR", "/m"),
                Map.entry("USE_EMBEDDED_PULLER", "true"),
                Map.entry("STORAGE_CONFIG_DIR", "/s"),
                Map.entry("PVC_MOUNTS_DIR", "/p"),
                Map.entry("LOCAL_FILES_DIR", "/l")));

        assertThat(settings.endpoints().listen().endpoint()).isEqualTo(Endpoint.tcp("127.0.0.1", 9085));
        assertThat(settings.endpoints().admin())
                .contains(new Listener.Admin(Endpoint.tcp("0.0.0.0", 9090), Optional.empty()));
        assertThat(settings.endpoints().runtime().endpoint()).isEqualTo(Endpoint.tcp("127.0.0.1", 9001));
        assertThat(settings.endpoints().data().endpoint()).isEqualTo(Endpoint.unix(Path.of("/tmp/data.sock")));
        assertThat(settings.limits().sizes().capacityBytes()).isEqualTo(100_000_000);
        assertThat(settings.limits().sizes().defaultBytes()).isEqualTo(2_000_000);
        assertThat(settings.limits().sizes().diskMultiplier()).isEqualTo(1.5);
        assertThat(settings.limits().sizes().ofFormats()).isEqualTo(Map.of("sklearn", 2.5, "mllib", 4.0));
        assertThat(settings.limits().loadingConcurrency()).isEqualTo(3);
        assertThat(settings.limits().loadTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.limits().perModelConcurrency()).isEqualTo(7);
        assertThat(settings.formats().implementation("fancy")).contains("my.Fancy");
        assertThat(settings.formats().implementation("xgboost:1")).contains("other.XGB");
        assertThat(settings.runtimeVersion()).isEqualTo("0.3");
        assertThat(settings.folders())
                .isEqualTo(new AdapterSettings.Folders(
                        Path.of("/m"), true, Path.of("/s"), Path.of("/p"), Optional.of(Path.of("/l"))));
    }

    @Test
    void endpointsMayBeUnixSocketsAndSpeakTls() {
        var settings = settings(Map.of(
                MEMORY,
                "1073741824",
                "ADAPTER_ENDPOINT",
                "unix:/tmp/adapter.sock",
                "ADAPTER_SOCKET_MODE",
                "660",
                "ADAPTER_TLS_CERT_FILE",
                "/tls/tls.crt",
                "ADAPTER_TLS_KEY_FILE",
                "/tls/tls.key",
                "RUNTIME_ENDPOINT",
                "unix:/tmp/runtime.sock",
                "RUNTIME_TLS_CA_FILE",
                "/tls/ca.crt",
                "RUNTIME_TLS_SERVER_NAME",
                "runtime"));

        assertThat(settings.endpoints().listen())
                .isEqualTo(new Listener(
                        Endpoint.unix(Path.of("/tmp/adapter.sock")),
                        Optional.of(TlsFiles.server(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                        Optional.of(PosixFilePermissions.fromString("rw-rw----"))));
        assertThat(settings.endpoints().runtime())
                .isEqualTo(new Peer(
                        Endpoint.unix(Path.of("/tmp/runtime.sock")),
                        Optional.of(TlsFiles.client(Path.of("/tls/ca.crt"))),
                        Optional.of("runtime")));
        assertThat(settings.endpoints().data()).isEqualTo(settings.endpoints().runtime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONTAINER_MEM_REQ_BYTES     | -1        | CONTAINER_MEM_REQ_BYTES: -1 (expected: the memory request",
                "CONTAINER_MEM_REQ_BYTES     | 268435456 | nothing is left for models",
                "CONTAINER_MEM_REQ_BYTES     | 269000000 | is too small for a default model size of 1000000 bytes",
                "CONTAINER_MEM_REQ_BYTES     | 1Gi       | CONTAINER_MEM_REQ_BYTES: '1Gi'",
                "MODELSIZE_MULTIPLIER        | 0         | MODELSIZE_MULTIPLIER: '0'",
                "MODELSIZE_MULTIPLIER        | -1        | MODELSIZE_MULTIPLIER: '-1'",
                "MODELSIZE_MULTIPLIERS       | sklearn=0 | MODELSIZE_MULTIPLIERS: 'sklearn=0' (expected: type=factor",
                "ADAPTER_SOCKET_MODE         | rw        | ADAPTER_SOCKET_MODE: 'rw' (expected: three octal digits",
                "ADAPTER_ENDPOINT            | tcp:1     | ADAPTER_ENDPOINT: 'tcp:1'",
                "ADAPTER_TLS_CERT_FILE       | /c        | ADAPTER_TLS_*: TLS: a certificate without its key",
                "RUNTIME_TLS_KEY_FILE        | /k        | RUNTIME_TLS_*: TLS: a certificate without its key",
                "DEFAULT_MODELSIZE           | 0         | DEFAULT_MODELSIZE: '0'",
                "DEFAULT_MODELSIZE           | 90000000000 | is too small for a default model size of 90000000000",
                "LOADING_CONCURRENCY         | 0         | LOADING_CONCURRENCY: '0'",
                "LOADTIME_TIMEOUT            | 99        | LOADTIME_TIMEOUT: '99'",
                "LIMIT_PER_MODEL_CONCURRENCY | -1        | LIMIT_PER_MODEL_CONCURRENCY: '-1'",
                "ADAPTER_PORT                | 70000     | ADAPTER_PORT: '70000'",
                "RUNTIME_DATA_ENDPOINT       | tcp:1     | RUNTIME_DATA_ENDPOINT: 'tcp:1'",
                "MODEL_IMPLEMENTATIONS       | xgboost   | MODEL_IMPLEMENTATIONS: 'xgboost'",
                "USE_EMBEDDED_PULLER         | perhaps   | USE_EMBEDDED_PULLER: 'perhaps'"
            })
    void whatTheMeshWouldDieOfIsRefusedAtTheStart(String variable, String value, String sentence) {
        var variables = new HashMap<>(Map.of(MEMORY, "1073741824"));
        variables.put(variable, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(variables))
                .withMessageContaining(sentence);
    }

    @Test
    void withoutAMemoryRequestTheStartIsRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(Map.of()))
                .withMessageContaining("CONTAINER_MEM_REQ_BYTES: -1");
    }

    @Test
    void theRoundingOfTheMeshIsAnticipated() {
        // 200,000,000 bytes against a default of 20,000,000: ten defaults, yet the mesh rounds the default up to 8 KiB.
        var variables = Map.of(MEMORY, "200000000", "MEM_BUFFER_BYTES", "0", "DEFAULT_MODELSIZE", "20000000");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> settings(variables))
                .withMessageContaining("expected: at least 200048640 bytes");
    }

    private static AdapterSettings settings(Map<String, String> variables) {
        return AdapterSettings.from(Environment.of(variables));
    }
}
