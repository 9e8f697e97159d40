package dev.inferport.servicekit;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link Tracing} by the OpenTelemetry SDK; the only class that knows it. */
final class OpenTelemetryTracing implements Tracing {

    private static final long CLOSE_SECONDS = 5;
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.inferport");
    }

    static OpenTelemetryTracing start(TracingSettings settings) {
        var properties = new HashMap<String, String>();
        properties.put("otel.service.name", settings.service());
        settings.variables()
                .forEach((name, value) ->
                        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        // Metrics and logs have ways of their own out of this process.
        properties.put("otel.metrics.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        try {
            return new OpenTelemetryTracing(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesCustomizer(ignored -> properties)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException e) {
            throw new dev.inferport.servicekit.ConfigurationException(
                    List.of("OTEL_*: " + e.getMessage() + " (expected: the variables of OpenTelemetry)"));
        }
    }

    @Override
    public Span begin(String name, Kind kind, TraceContext parent, Instant start) {
        return new Begun(tracer.spanBuilder(name)
                .setParent(W3C.extract(Context.root(), parent, Headers.GETTER))
                .setSpanKind(SpanKind.valueOf(kind.name()))
                .setStartTimestamp(start)
                .startSpan());
    }

    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private record Begun(io.opentelemetry.api.trace.Span span) implements Span {

        @Override
        public TraceContext context() {
            var headers = new HashMap<String, String>();
            W3C.inject(Context.root().with(span), headers, Map::put);
            return new TraceContext(headers);
        }

        @Override
        public Span with(String name, String value) {
            span.setAttribute(name, value);
            return this;
        }

        @Override
        public void end(Optional<String> failure) {
            end(failure, Instant.now());
        }

        @Override
        public void end(Optional<String> failure, Instant at) {
            failure.ifPresent(text -> span.setStatus(StatusCode.ERROR, text));
            span.end(at);
        }
    }

    private enum Headers implements TextMapGetter<TraceContext> {
        GETTER;

        @Override
        public Iterable<String> keys(TraceContext context) {
            return context.headers().keySet();
        }

        @Override
        public @Nullable String get(@Nullable TraceContext context, String key) {
            return context == null ? null : context.headers().get(key);
        }
    }
}
