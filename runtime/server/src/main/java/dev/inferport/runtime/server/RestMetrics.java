package dev.inferport.runtime.server;

import dev.inferport.runtime.rest.RestObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/** Counts REST requests by route, except those of probes and those that have no route, as MLServer does. */
final class RestMetrics implements RestObserver {

    /** What MLServer says here, whatever the server is called; its dashboards select by it. */
    private static final String APP_NAME = "mlserver";

    private static final String PROBES = "/v2/health/";
    private static final double NANOS_PER_SECOND = 1e9;

    /** Any word can be a method, and callers choose it. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final Counter requests;
    private final Histogram seconds;
    private final Gauge inProgress;

    RestMetrics(PrometheusRegistry registry, String prefix) {
        String[] response = {"method", "path", "status_code", "app_name"};
        this.requests = Counter.builder()
                .name(prefix + "_requests")
                .help("REST requests that were answered")
                .labelNames(response)
                .withoutExemplars()
                .register(registry);
        this.seconds = Metrics.requestSeconds(
                        prefix + "_request_duration_seconds",
                        "Seconds from the arrival of a REST request to its answer")
                .labelNames(response)
                .register(registry);
        this.inProgress = Gauge.builder()
                .name(prefix + "_requests_in_progress")
                .help("REST requests that are being answered")
                .labelNames("method", "app_name")
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public void requestStarted(String method, String path) {
        if (!path.startsWith(PROBES)) {
            inProgress.labelValues(known(method), APP_NAME).inc();
        }
    }

    @Override
    public void requestEnded(String method, String path, int status, long nanos) {
        if (!path.startsWith(PROBES)) {
            String[] labels = {known(method), path, Integer.toString(status), APP_NAME};
            requests.labelValues(labels).inc();
            seconds.labelValues(labels).observe(nanos / NANOS_PER_SECOND);
            inProgress.labelValues(known(method), APP_NAME).dec();
        }
    }

    private static String known(String method) {
        return METHODS.contains(method) ? method : "other";
    }
}
