package dev.inferport.adapter.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.adapter.proxy.ProxyRules;
import dev.inferport.servicekit.MetricsPage;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** All metrics of one puller in front of a runtime, and of its process and JVM. */
final class PullerMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PullMetrics pulls = new PullMetrics(registry);
    private final ProxyMetrics proxy;

    PullerMetrics(ProxyRules rules) {
        this.proxy = new ProxyMetrics(registry, rules);
        ProcessSeries.register(registry);
    }

    PullMetrics pulls() {
        return pulls;
    }

    ProxyMetrics proxy() {
        return proxy;
    }

    /** The page that a scraper reads. */
    HttpHandler page() {
        return new MetricsPage(registry);
    }
}
