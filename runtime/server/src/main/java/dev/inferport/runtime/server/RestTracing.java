package dev.inferport.runtime.server;

import dev.inferport.runtime.rest.RestTracer;
import dev.inferport.servicekit.TraceContext;
import dev.inferport.servicekit.Tracing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A span per REST request, from its last byte to its response; named by method and route. Probes have none. */
final class RestTracing implements RestTracer {

    private static final String PROBES = "/v2/health/";
    private static final int FIRST_SERVER_ERROR = 500;

    private final Tracing tracing;

    RestTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public Trace start(String method, String path, UnaryOperator<@Nullable String> headers, HeaderSink sink) {
        if (path.startsWith(PROBES)) {
            return status -> {};
        }
        Tracing.Span span = tracing.begin(method + " " + path, Tracing.Kind.SERVER, parent(headers))
                .with("http.request.method", method)
                .with("http.route", path);
        span.context().headers().forEach(sink::set);
        return status -> {
            String code = Integer.toString(status);
            span.with("http.response.status_code", code)
                    .end(status < FIRST_SERVER_ERROR ? Optional.empty() : Optional.of(code));
        };
    }

    private static TraceContext parent(UnaryOperator<@Nullable String> headers) {
        Map<String, String> found = new HashMap<>();
        for (String name : new String[] {"traceparent", "tracestate"}) {
            String value = headers.apply(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return TraceContext.of(found);
    }
}
