package dev.inferport.adapter.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.adapter.lifecycle.LoadedModels;
import dev.inferport.adapter.lifecycle.ModelSlots;
import dev.inferport.adapter.proxy.ProxyRules;
import dev.inferport.servicekit.MetricsPage;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.LongSupplier;

/** All metrics of one adapter, and of its process and JVM. Made only where somebody may ask for them. */
final class AdapterMetrics {

    static final String PREFIX = "inferport_adapter_";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ModelMetrics models;
    private final ProxyMetrics proxy;
    private final PullMetrics pulls;

    AdapterMetrics(MeshLimits limits, ProxyRules rules, LoadedModels loaded, ModelSlots slots) {
        this.models = new ModelMetrics(registry, loaded);
        this.proxy = new ProxyMetrics(registry, rules);
        this.pulls = new PullMetrics(registry);
        gauge("capacity_bytes", "Bytes for models, as reported to the mesh", () -> limits.sizes()
                .capacityBytes());
        gauge("models_in_motion", "Models that have a load or unload under way or waiting", slots::occupied);
        ProcessSeries.register(registry);
    }

    ModelMetrics models() {
        return models;
    }

    ProxyMetrics proxy() {
        return proxy;
    }

    PullMetrics pulls() {
        return pulls;
    }

    /** The page that a scraper reads. */
    HttpHandler page() {
        return new MetricsPage(registry);
    }

    private void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(series -> series.call((double) value.getAsLong()))
                .register(registry);
    }
}
