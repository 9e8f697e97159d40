package dev.inferport.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inferport.runtime.rest.CorsPolicy;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsSettingsTest {

    @Test
    void withoutTheObjectThereIsNoPolicyWhateverElseIsSet() {
        assertThat(read(Map.of("MLSERVER_ALLOW_ORIGINS", "[\"*\"]"))).isEmpty();
    }

    @Test
    void defaultsAreThoseOfMlserver() {
        assertThat(read(Map.of("MLSERVER_CORS_SETTINGS", "{}")))
                .contains(new CorsPolicy(
                        List.of(),
                        Optional.empty(),
                        false,
                        List.of("GET"),
                        List.of(),
                        List.of(),
                        Duration.ofMinutes(10)));
    }

    @Test
    void everyFieldIsReadAndAVariableGivesWhatTheObjectLeavesOut() {
        String json = "{\"allow_origins\": [\"https://a.example\"], \"allow_origin_regex\": \"https://.*\","
                + " \"allow_credentials\": true, \"allow_methods\": [\"POST\"], \"expose_headers\": [\"X-A\"],"
                + " \"max_age\": 5}";

        CorsPolicy policy = read(Map.of(
                        "MLSERVER_CORS_SETTINGS", json,
                        "MLSERVER_ALLOW_HEADERS", "[\"X-B\"]",
                        "MLSERVER_ALLOW_METHODS", "[\"PUT\"]"))
                .orElseThrow();

        assertThat(policy.origins()).containsExactly("https://a.example");
        assertThat(policy.originPattern().orElseThrow().pattern()).isEqualTo("https://.*");
        assertThat(policy.credentials()).isTrue();
        assertThat(policy.methods()).containsExactly("POST");
        assertThat(policy.headers()).containsExactly("X-B");
        assertThat(policy.exposedHeaders()).containsExactly("X-A");
        assertThat(policy.maxAge()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "yes", "{\"allow_origins\": \"*\"}", "{\"allow_origin_regex\": \"(\"}"})
    void whatIsNoPolicyIsNamed(String json) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("MLSERVER_CORS_SETTINGS", json)))
                .satisfies(e -> assertThat(e.problems())
                        .singleElement()
                        .asString()
                        .startsWith("MLSERVER_CORS_SETTINGS: ")
                        .contains("(expected: "));
    }

    private static Optional<CorsPolicy> read(Map<String, String> variables) {
        return Environment.ofIgnoringCase(variables).bind(CorsSettings::read);
    }
}
