package dev.inferport.runtime.rest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the time of one request and tells the observer of its start and its end. */
final class ObservedRequest {

    private static final Logger log = LoggerFactory.getLogger(ObservedRequest.class);

    private final RestObserver observer;
    private final String method;
    private final String path;
    private final long start = System.nanoTime();

    private ObservedRequest(RestObserver observer, String method, String path) {
        this.observer = observer;
        this.method = method;
        this.path = path;
    }

    static ObservedRequest start(RestObserver observer, ReceivedRequest request, String path) {
        ObservedRequest started = new ObservedRequest(observer, request.method().name(), path);
        guarded(() -> observer.requestStarted(started.method, started.path));
        return started;
    }

    void end(RestResponse response) {
        long nanos = System.nanoTime() - start;
        guarded(() -> observer.requestEnded(method, path, response.status().code(), nanos));
    }

    private static void guarded(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | LinkageError e) {
            log.warn("event=observer_failed error=\"{}\"", e.toString(), e);
        }
    }
}
