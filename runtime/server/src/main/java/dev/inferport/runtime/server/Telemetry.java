package dev.inferport.runtime.server;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.core.CustomMetricsSource;
import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.rest.RestObserver;
import dev.inferport.runtime.rest.RestTracer;
import dev.inferport.servicekit.Lifecycle;
import dev.inferport.servicekit.StartException;
import dev.inferport.servicekit.Tracing;
import dev.inferport.servicekit.TracingSettings;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * What watches the requests of a server: metrics, traces, and the log.
 *
 * @param metrics empty where there are none
 * @param tracing empty where there are no traces
 */
record Telemetry(Optional<Metrics> metrics, Optional<Tracing> tracing, LogSettings log) {

    static Telemetry start(ServerSettings settings, Lifecycle lifecycle) throws StartException {
        Optional<Metrics> metrics =
                settings.metrics().isOn() ? Optional.of(new Metrics(settings.metrics())) : Optional.empty();
        if (settings.tracing().isEmpty()) {
            return new Telemetry(metrics, Optional.empty(), settings.log());
        }
        TracingSettings wanted = settings.tracing().get();
        Tracing tracing = lifecycle.start("tracing", () -> Tracing.open(wanted));
        return new Telemetry(metrics, Optional.of(tracing), settings.log());
    }

    InferenceObserver models() {
        List<InferenceObserver> observers = new ArrayList<>();
        metrics.ifPresent(present -> observers.add(present.models()));
        tracing.ifPresent(present -> observers.add(new ModelTracing(present)));
        if (log.showsRequests()) {
            observers.add(new AccessLog(log.access() ? Level.INFO : Level.DEBUG));
        }
        return InferenceObserver.all(observers);
    }

    CustomMetricsSource custom() {
        return metrics.<CustomMetricsSource>map(Metrics::custom).orElse(model -> CustomMetrics.none());
    }

    /** Interceptors, of which the last one sees a call first. */
    List<ServerInterceptor> grpc() {
        List<ServerInterceptor> interceptors = new ArrayList<>();
        tracing.ifPresent(present -> interceptors.add(new GrpcTracing(present)));
        metrics.ifPresent(present -> interceptors.add(present.grpc()));
        return interceptors;
    }

    RestObserver rest() {
        return metrics.<RestObserver>map(Metrics::rest).orElseGet(RestObserver::none);
    }

    RestTracer restTracer() {
        return tracing.<RestTracer>map(RestTracing::new).orElseGet(RestTracer::none);
    }
}
