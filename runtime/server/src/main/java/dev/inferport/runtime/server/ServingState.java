package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.servicekit.HealthService;

/**
 * Whether the server takes requests, said alike to the V2 protocol and to {@code grpc.health.v1}: once the models are
 * there and until it stops. A load that ends after the stop began changes nothing.
 */
final class ServingState implements AutoCloseable {

    private final InferenceRuntime runtime;
    private final HealthService health;

    // Guarded by this.
    private boolean closed;

    ServingState(InferenceRuntime runtime, HealthService health) {
        this.runtime = runtime;
        this.health = health;
    }

    /** Says that the server takes requests from now on. */
    synchronized void ready() {
        if (!closed) {
            runtime.ready(true);
            health.serving(true);
        }
    }

    /** Says that it takes no more. */
    @Override
    public synchronized void close() {
        closed = true;
        runtime.ready(false);
        health.stop();
    }
}
