package dev.inferport.adapter.server;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics of the process and its JVM, under the names that Prometheus gives them. */
final class ProcessSeries {

    private ProcessSeries() {}

    static void register(PrometheusRegistry registry) {
        var properties = PrometheusProperties.get();
        ProcessMetrics.builder(properties).register(registry);
        JvmMemoryMetrics.builder(properties).register(registry);
        JvmBufferPoolMetrics.builder(properties).register(registry);
        JvmGarbageCollectorMetrics.builder(properties).register(registry);
        JvmThreadsMetrics.builder(properties).register(registry);
    }
}
