package dev.inferport.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    @Test
    void thereAreNoSpansWithoutAnEndpoint() {
        assertThat(TracingSettings.from(Environment.of(Map.of("OTEL_SERVICE_NAME", "x")), "s"))
                .isEmpty();
        assertThat(TracingSettings.from(
                        Environment.of(Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_SDK_DISABLED", "true")),
                        "s"))
                .isEmpty();
    }

    @Test
    void aSpanContinuesTheTraceOfItsParent() {
        try (var tracing = tracing(Map.of())) {
            var span = tracing.begin("work", Tracing.Kind.SERVER, TraceContext.of(Map.of("TraceParent", PARENT)));
            var headers = new Metadata();
            headers.put(TRACEPARENT, "stale");

            span.context().into(headers);
            span.end(Optional.empty());

            assertThat(headers.getAll(TRACEPARENT)).singleElement().asString().startsWith(PARENT.substring(0, 36));
            assertThat(headers.get(TRACEPARENT)).isNotEqualTo(PARENT);
        }
    }

    @Test
    void withoutAParentATraceBegins() {
        try (var tracing = tracing(Map.of())) {
            var span = tracing.begin("work", Tracing.Kind.INTERNAL, TraceContext.NONE);

            assertThat(span.context().headers().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
            span.end(Optional.of("INTERNAL"));
        }
    }

    @Test
    void variablesThatCannotBeUsedAreASentence() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> tracing(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon")))
                .withMessageContaining("OTEL_*: ")
                .withMessageContaining("carrier-pigeon");
    }

    /** To a port where nobody is, which must disturb nobody. */
    private static Tracing tracing(Map<String, String> more) {
        var variables = new HashMap<>(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "100"));
        variables.putAll(more);
        return Tracing.open(
                TracingSettings.from(Environment.of(variables), "test").orElseThrow());
    }
}
