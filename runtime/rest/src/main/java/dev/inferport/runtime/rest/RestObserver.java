package dev.inferport.runtime.rest;

/**
 * Learns of the requests to this front, for metrics: of each that has a route, once when it is there and once when its
 * response is. Called by many threads at a time, network threads among them, and never to wait. What it throws is
 * logged and harms nobody.
 */
public interface RestObserver {

    /**
     * A request has arrived completely.
     *
     * @param method the HTTP method; whatever the client wrote
     * @param path the route's template, such as {@code /v2/models/{model_name}/infer}; one of a fixed set
     */
    default void requestStarted(String method, String path) {}

    /**
     * The response to a request is there, and is about to be written.
     *
     * @param status the HTTP status
     * @param nanos since the request had arrived, in nanoseconds
     */
    default void requestEnded(String method, String path, int status, long nanos) {}

    /** Looks at nothing. */
    static RestObserver none() {
        return new RestObserver() {};
    }
}
