package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.LifecycleObserver;
import dev.inferport.adapter.lifecycle.LoadEvent;
import dev.inferport.adapter.lifecycle.LoadEvent.Phase;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import dev.inferport.servicekit.TraceContext;
import dev.inferport.servicekit.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A trace for each load, with a span per phase, and one for each unload; written once it is known how they went. */
record LoadSpans(Tracing tracing) implements LifecycleObserver {

    private static final String MODEL = "inferport.model";

    @Override
    public void loadEnded(LoadEvent load) {
        var failure = load.failure().map(Reason::name);
        var end = Instant.now();
        var begin = end.minusNanos(
                load.nanos().values().stream().mapToLong(Long::longValue).sum());
        var whole = tracing.begin("load model", Tracing.Kind.INTERNAL, TraceContext.NONE, begin)
                .with(MODEL, load.id().value())
                .with("inferport.model_type", load.modelType())
                .with("inferport.disk_bytes", String.valueOf(load.diskBytes()));
        for (var phase : Phase.values()) {
            var nanos = load.nanos().get(phase);
            if (nanos != null) {
                var span = tracing.begin(
                        phase.name().toLowerCase(Locale.ROOT), Tracing.Kind.INTERNAL, whole.context(), begin);
                begin = begin.plusNanos(nanos);
                span.end(Optional.empty(), begin);
            }
        }
        whole.end(failure, end);
    }

    @Override
    public void unloadEnded(ModelId id, Optional<Reason> failure, long nanos) {
        var end = Instant.now();
        tracing.begin("unload model", Tracing.Kind.INTERNAL, TraceContext.NONE, end.minus(Duration.ofNanos(nanos)))
                .with(MODEL, id.value())
                .end(failure.map(Reason::name), end);
    }
}
