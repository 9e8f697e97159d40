package dev.inferport.runtime.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.servicekit.MetricsPage;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * All metrics of one server: what models, REST and gRPC do under MLServer's names, our own as {@code inferport_*}, and
 * those of process and JVM. Labels have values that this server knows, never a caller's text, so that callers can't
 * make the page grow.
 */
final class Metrics {

    /** Finer than the client libraries' default at its low end, where models in this process answer. */
    private static final double[] REQUEST_SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CustomModelMetrics custom = new CustomModelMetrics(registry);
    private final ModelMetrics models = new ModelMetrics(registry, custom);
    private final GrpcMetrics grpc = new GrpcMetrics(registry);
    private final RestMetrics rest;

    Metrics(MetricsSettings settings) {
        this.rest = new RestMetrics(registry, settings.restPrefix());
        PrometheusProperties properties = PrometheusProperties.get();
        ProcessMetrics.builder(properties).register(registry);
        JvmMemoryMetrics.builder(properties).register(registry);
        JvmGarbageCollectorMetrics.builder(properties).register(registry);
        JvmThreadsMetrics.builder(properties).register(registry);
    }

    /** Of models. */
    ModelMetrics models() {
        return models;
    }

    /** Of models, as they name them. */
    CustomModelMetrics custom() {
        return custom;
    }

    /** Of gRPC calls. */
    GrpcMetrics grpc() {
        return grpc;
    }

    /** Of REST requests. */
    RestMetrics rest() {
        return rest;
    }

    /** Shows what the runtime itself counts. */
    void observe(InferenceRuntime runtime) {
        models.queues().observe(runtime::requestsInFlight);
        GaugeWithCallback.builder()
                .name("inferport_requests_in_flight")
                .help("Inference requests and streams that are queued or running")
                .callback(gauge -> gauge.call(runtime.requestsInFlight()))
                .register(registry);
    }

    /** What there is to see at this moment. */
    MetricSnapshots snapshot() {
        return registry.scrape();
    }

    /** The page that a scraper reads. */
    HttpHandler page() {
        return new MetricsPage(registry);
    }

    /** Begins a histogram of request times, in seconds, with fixed buckets and native ones. */
    static Histogram.Builder requestSeconds(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicUpperBounds(REQUEST_SECONDS)
                .withoutExemplars();
    }
}
