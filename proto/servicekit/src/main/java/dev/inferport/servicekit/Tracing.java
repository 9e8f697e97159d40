package dev.inferport.servicekit;

import java.time.Instant;
import java.util.Optional;

/**
 * Spans of the work of this process, sent to an OTLP endpoint where one is configured. Thread-safe; nothing here
 * blocks. Where there is no endpoint, no class of OpenTelemetry is loaded.
 */
public interface Tracing extends AutoCloseable {

    /** One piece of work that has begun. */
    interface Span {

        /** What work on behalf of this one is to carry along. */
        TraceContext context();

        /** Says something of the work; a later value of the same name counts. */
        Span with(String name, String value);

        /** The work has ended, once; a failure is a short text such as a status code. */
        void end(Optional<String> failure);

        /** As {@link #end(Optional)}, for work that ended earlier. */
        void end(Optional<String> failure, Instant at);
    }

    /** Begins a span below another process's, or the root of a trace; {@code kind} is how the others see it. */
    Span begin(String name, Kind kind, TraceContext parent, Instant start);

    /** Begins a span now. */
    default Span begin(String name, Kind kind, TraceContext parent) {
        return begin(name, kind, parent, Instant.now());
    }

    /** How a span relates to those around it. */
    enum Kind {
        /** Answers another process. */
        SERVER,
        /** Asks another process. */
        CLIENT,
        /** Stays in this process. */
        INTERNAL
    }

    /** Sends what is left, and ends; waits at most some seconds. */
    @Override
    void close();

    /**
     * Begins to send spans.
     *
     * @throws ConfigurationException if one of the variables can't be used
     */
    static Tracing open(TracingSettings settings) {
        return OpenTelemetryTracing.start(settings);
    }
}
