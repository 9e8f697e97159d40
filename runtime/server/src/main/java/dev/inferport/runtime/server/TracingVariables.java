package dev.inferport.runtime.server;

import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.TracingSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads where traces go: OpenTelemetry's own variables, or MLServer's one, which names a collector that takes gRPC. */
final class TracingVariables {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TracingVariables() {}

    static Optional<TracingSettings> read(Environment variables) {
        String service = variables.string("MLSERVER_SERVER_NAME").orElse("inferport");
        Optional<String> collector = variables.string("MLSERVER_TRACING_SERVER");
        Optional<TracingSettings> own = TracingSettings.from(variables, service);
        if (own.isPresent() || collector.isEmpty()) {
            return own;
        }
        Map<String, String> known = new HashMap<>(variables.startingWith("OTEL_"));
        known.put(ENDPOINT, collector.get().contains("://") ? collector.get() : "http://" + collector.get());
        known.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
        return Optional.of(new TracingSettings(known, service));
    }
}
