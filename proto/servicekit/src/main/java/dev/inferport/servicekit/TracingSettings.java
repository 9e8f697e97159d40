package dev.inferport.servicekit;

import java.util.Map;
import java.util.Optional;

/**
 * Where spans go, and how.
 *
 * @param variables the usual ones of OpenTelemetry, {@code OTEL_*}
 * @param service the name of this process where {@code OTEL_SERVICE_NAME} gives none
 */
public record TracingSettings(Map<String, String> variables, String service) {

    /** Copies the map. */
    public TracingSettings {
        variables = Map.copyOf(variables);
    }

    /**
     * Empty, which means that there are no spans, unless {@code OTEL_EXPORTER_OTLP_ENDPOINT} or
     * {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} is set and {@code OTEL_SDK_DISABLED} is not true.
     */
    public static Optional<TracingSettings> from(Environment environment, String service) {
        var wanted = environment.isSet("OTEL_EXPORTER_OTLP_ENDPOINT")
                || environment.isSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        return wanted && !environment.bool("OTEL_SDK_DISABLED", false)
                ? Optional.of(new TracingSettings(environment.startingWith("OTEL_"), service))
                : Optional.empty();
    }
}
