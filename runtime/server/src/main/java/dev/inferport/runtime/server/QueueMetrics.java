package dev.inferport.runtime.server;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.IntSupplier;

/**
 * How many requests are in progress, each time that one ends: what MLServer's dashboards show of its workers' queues.
 * The buckets are of requests; there they are of seconds.
 */
final class QueueMetrics {

    private static final double[] REQUESTS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final Histogram inProgress;
    private volatile IntSupplier source = () -> 0;

    QueueMetrics(PrometheusRegistry registry) {
        this.inProgress = Histogram.builder()
                .name("parallel_request_queue")
                .help("Requests that were queued or running when one of them ended")
                .classicOnly()
                .classicUpperBounds(REQUESTS)
                .withoutExemplars()
                .register(registry);
    }

    /** Asks there from now on. */
    void observe(IntSupplier requestsInProgress) {
        source = requestsInProgress;
    }

    void requestEnded() {
        inProgress.observe(source.getAsInt());
    }
}
