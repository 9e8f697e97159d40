package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.core.ModelKey;
import dev.inferport.runtime.core.RequestEvent;
import dev.inferport.servicekit.TraceContext;
import dev.inferport.servicekit.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The spans of a request's wait and of its model's work, made when both are over. */
final class ModelTracing implements InferenceObserver {

    private final Tracing tracing;

    ModelTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void requestEnded(RequestEvent request) {
        if (request.traceParent().isEmpty()) {
            return;
        }
        TraceContext parent =
                TraceContext.of(Map.of("traceparent", request.traceParent().get()));
        Instant end = Instant.now();
        Instant began = end.minus(Duration.ofNanos(request.predictNanos()));
        Instant arrived = began.minus(Duration.ofNanos(request.queueNanos()));
        span("queue", parent, arrived, request).end(Optional.empty(), began);
        span("predict", parent, began, request).end(request.failure().map(Enum::name), end);
    }

    private Tracing.Span span(String name, TraceContext parent, Instant start, RequestEvent request) {
        Tracing.Span span = tracing.begin(name, Tracing.Kind.INTERNAL, parent, start);
        request.model().map(ModelKey::name).ifPresent(model -> span.with("model.name", model));
        request.model().map(ModelKey::version).ifPresent(version -> span.with("model.version", version));
        request.id().ifPresent(id -> span.with("request.id", AccessLog.shortened(id)));
        return span;
    }
}
