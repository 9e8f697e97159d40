package dev.inferport.servicekit;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code grpc.health.v1.Health}: the server as a whole (the empty name) and the inference service, which serve at the
 * same times. A watch lasts until the server stops; it would otherwise hold up the stop, because gRPC waits for calls
 * that are under way.
 */
public final class HealthService extends HealthImplBase {

    private final Set<String> services;

    // Guarded by this, as is every use of a watcher.
    private final Map<StreamObserver<HealthCheckResponse>, String> watchers = new HashMap<>();
    private ServingStatus status = ServingStatus.NOT_SERVING;
    private boolean stopped;

    /** @param inferenceService the full name of the service that answers requests */
    public HealthService(String inferenceService) {
        this.services = Set.of("", inferenceService);
    }

    /** Says to all who ask or watch whether the server takes requests. */
    public synchronized void serving(boolean isServing) {
        status = isServing ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        watchers.forEach((watcher, service) -> tell(watcher, service));
    }

    /** Says that the server takes no more requests, and ends the watches. */
    public synchronized void stop() {
        serving(false);
        stopped = true;
        watchers.keySet().forEach(StreamObserver::onCompleted);
        watchers.clear();
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
        if (!services.contains(request.getService())) {
            responses.onError(Status.NOT_FOUND
                    .withDescription("there is no such service here (expected: one of " + services + ")")
                    .asRuntimeException());
            return;
        }
        responses.onNext(response(current()));
        responses.onCompleted();
    }

    /** Answers at once and at each change; of a service that isn't here, that it is unknown. */
    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
        ((ServerCallStreamObserver<HealthCheckResponse>) responses).setOnCancelHandler(() -> forget(responses));
        synchronized (this) {
            tell(responses, request.getService());
            if (stopped) {
                responses.onCompleted();
            } else {
                watchers.put(responses, request.getService());
            }
        }
    }

    private synchronized ServingStatus current() {
        return status;
    }

    private synchronized void tell(StreamObserver<HealthCheckResponse> watcher, String service) {
        watcher.onNext(response(services.contains(service) ? status : ServingStatus.SERVICE_UNKNOWN));
    }

    private synchronized void forget(StreamObserver<HealthCheckResponse> watcher) {
        watchers.remove(watcher);
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
