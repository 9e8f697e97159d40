package dev.inferport.runtime.server;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.core.CustomMetricsSource;
import dev.inferport.runtime.core.ModelKey;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Metrics that models have of their own, with MLServer's labels. Each is registered when a model first uses its name;
 * the series of a model go with the model.
 */
final class CustomModelMetrics implements CustomMetricsSource {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Names are written by authors of models; a model that makes them from requests finds its limit here. */
    private static final int MAX_NAMES = 1000;

    private static final String[] LABELS = {"model_name", "model_version"};

    private final PrometheusRegistry registry;

    // Guarded by this.
    private final Map<String, StatefulMetric<?, ?>> metrics = new HashMap<>();

    CustomModelMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CustomMetrics of(ModelSettings settings) {
        String[] labels = {settings.name(), settings.version().orElse("")};
        return new CustomMetrics() {
            @Override
            public void count(String name, double amount) {
                metric(Counter.class, name, CustomModelMetrics::counter)
                        .labelValues(labels)
                        .inc(amount);
            }

            @Override
            public void set(String name, double value) {
                metric(Gauge.class, name, CustomModelMetrics::gauge)
                        .labelValues(labels)
                        .set(value);
            }

            @Override
            public void observe(String name, double value) {
                metric(Histogram.class, name, CustomModelMetrics::histogram)
                        .labelValues(labels)
                        .observe(value);
            }
        };
    }

    /** Ends the series of a model. */
    synchronized void remove(ModelKey model) {
        metrics.values().forEach(metric -> metric.remove(model.name(), model.version()));
    }

    private synchronized <M extends StatefulMetric<?, ?>> M metric(
            Class<M> type, String name, Function<String, M> factory) {
        StatefulMetric<?, ?> known = metrics.get(name);
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        if (known != null) {
            throw new IllegalArgumentException("metric '" + name + "' is a "
                    + known.getClass().getSimpleName() + " already, and can't be a " + type.getSimpleName() + " too");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' (expected: letters, digits and _, no digit first)");
        }
        if (metrics.size() >= MAX_NAMES) {
            throw new IllegalArgumentException("metric '" + name + "': models have " + MAX_NAMES
                    + " metrics already (expected: few names, which don't come from requests)");
        }
        M created = factory.apply(name);
        try {
            registry.register(created);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("metric '" + name + "' is one of the server's own; use another name", e);
        }
        metrics.put(name, created);
        return created;
    }

    private static Counter counter(String name) {
        return Counter.builder()
                .name(name)
                .help("Counted by a model")
                .labelNames(LABELS)
                .withoutExemplars()
                .build();
    }

    private static Gauge gauge(String name) {
        return Gauge.builder()
                .name(name)
                .help("Set by a model")
                .labelNames(LABELS)
                .withoutExemplars()
                .build();
    }

    private static Histogram histogram(String name) {
        return Histogram.builder()
                .name(name)
                .help("Observed by a model")
                .labelNames(LABELS)
                .withoutExemplars()
                .build();
    }
}
