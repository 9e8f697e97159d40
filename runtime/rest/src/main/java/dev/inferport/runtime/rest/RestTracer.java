package dev.inferport.runtime.rest;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests from service to service. Called by many threads at a time, network threads among them, and never to
 * wait.
 */
public interface RestTracer {

    /** Sets a header of the request, which the model finds. */
    @FunctionalInterface
    interface HeaderSink {
        void set(String name, String value);
    }

    /** One request under way. */
    @FunctionalInterface
    interface Trace {

        /** The response is there. */
        void end(int status);
    }

    /**
     * A request has arrived completely.
     *
     * @param method the HTTP method; whatever the client wrote
     * @param path the route's template, such as {@code /v2/models/{model_name}/infer}; one of a fixed set
     * @param headers of the request; null for one that is not there
     */
    Trace start(String method, String path, UnaryOperator<@Nullable String> headers, HeaderSink sink);

    /** Follows nothing. */
    static RestTracer none() {
        return (method, path, headers, sink) -> status -> {};
    }
}
