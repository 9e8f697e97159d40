package dev.inferport.runtime.api;

import java.util.Locale;
import java.util.Objects;

/**
 * One HTTP route of a model's own. It is served on the REST port while the model is loaded; of several loaded models
 * that have the same route, the one that was loaded first answers. Routes of the V2 protocol can't be replaced.
 *
 * <pre>{@code
 * @Override
 * public List<RestRoute> restRoutes() {
 *     return List.of(RestRoute.post("/words/{language}", call -> RestReply.text(translate(call.variable("language")))));
 * }
 * }</pre>
 *
 * @param method in upper case, such as {@code POST}
 * @param path starts with a slash; a segment in braces matches any text, which the handler finds under that name
 * @param handler answers
 */
public record RestRoute(String method, String path, Handler handler) {

    /** Answers calls of a route; called by many threads at a time, on those that run models. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Answers one call.
         *
         * @throws InferenceException that decides on the status; any other exception is answered with 500
         */
        RestReply handle(RestCall call) throws Exception;
    }

    public RestRoute {
        Objects.requireNonNull(handler, "handler");
        if (!method.equals(method.toUpperCase(Locale.ROOT)) || method.isBlank()) {
            throw new IllegalArgumentException("method: '" + method + "' (expected: upper case, such as POST)");
        }
        if (!path.startsWith("/") || path.indexOf('?') >= 0) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: one that starts with /, without a ?)");
        }
    }

    /** A route for POST. */
    public static RestRoute post(String path, Handler handler) {
        return new RestRoute("POST", path, handler);
    }

    /** A route for GET. */
    public static RestRoute get(String path, Handler handler) {
        return new RestRoute("GET", path, handler);
    }
}
