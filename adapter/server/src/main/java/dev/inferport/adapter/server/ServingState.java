package dev.inferport.adapter.server;

import dev.inferport.servicekit.HealthService;
import dev.inferport.servicekit.Readiness;
import java.util.function.Supplier;

/**
 * Whether this process takes requests, said alike by {@code grpc.health.v1} and by {@code /ready}. It stops to do so
 * before anything else stops, so that nobody sends more while what is under way ends.
 */
final class ServingState implements AutoCloseable {

    private final Supplier<Readiness> readiness;
    private final HealthService health;

    private volatile boolean stopping;

    /**
     * Not serving yet.
     *
     * @param readiness what else has to be right while the process serves
     * @param service the full name of the gRPC service that is served
     */
    ServingState(Supplier<Readiness> readiness, String service) {
        this.readiness = readiness;
        this.health = new HealthService(service);
    }

    ServingState begin() {
        health.serving(true);
        return this;
    }

    Readiness readiness() {
        return stopping ? Readiness.notReady("stopping") : readiness.get();
    }

    HealthService health() {
        return health;
    }

    @Override
    public void close() {
        stopping = true;
        health.stop();
    }
}
