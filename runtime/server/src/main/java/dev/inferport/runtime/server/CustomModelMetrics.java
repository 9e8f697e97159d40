package dev.inferport.runtime.server;

import dev.inferport.runtime.api.CustomMetrics;
import dev.inferport.runtime.api.ModelSettings;
import dev.inferport.runtime.core.CustomMetricsSource;
import dev.inferport.runtime.core.ModelKey;
import io.prometheus.metrics.core.datapoints.DataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.StatefulMetric;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that models have of their own, with MLServer's labels. Each is registered when a model first uses its name;
 * the series of a model go with the model, and a metric with its last series. No model can use up what others need.
 */
final class CustomModelMetrics implements CustomMetricsSource {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    /** Of one model. Names are written by its author; a model that makes them from requests finds its limit here. */
    static final int MAX_NAMES = 1000;

    private static final String[] LABELS = {"model_name", "model_version"};

    private final PrometheusRegistry registry;

    // Guarded by this.
    private final Map<String, SharedMetric> metrics = new HashMap<>();

    // Guarded by this.
    private final Map<ModelKey, Set<String>> names = new HashMap<>();

    CustomModelMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CustomMetrics of(ModelSettings settings) {
        ModelKey model = new ModelKey(settings.name(), settings.version().orElse(""));
        return new CustomMetrics() {
            @Override
            public void count(String name, double amount) {
                series(model, Counter.class, name, CustomModelMetrics::counter).inc(amount);
            }

            @Override
            public void set(String name, double value) {
                series(model, Gauge.class, name, CustomModelMetrics::gauge).set(value);
            }

            @Override
            public void observe(String name, double value) {
                series(model, Histogram.class, name, CustomModelMetrics::histogram)
                        .observe(value);
            }
        };
    }

    /** Ends the series of a model. */
    synchronized void remove(ModelKey model) {
        Set<String> used = names.remove(model);
        if (used != null) {
            used.forEach(name -> metrics.computeIfPresent(name, (key, shared) -> without(model, shared)));
        }
    }

    private @Nullable SharedMetric without(ModelKey model, SharedMetric shared) {
        shared.metric().remove(model.name(), model.version());
        shared.users().remove(model);
        if (shared.users().isEmpty()) {
            registry.unregister(shared.metric());
            return null;
        }
        return shared;
    }

    /** What counts for the model. Found under the lock, so that no series comes up behind the removal of the others. */
    private synchronized <D extends DataPoint, M extends StatefulMetric<D, ?>> D series(
            ModelKey model, Class<M> type, String name, Function<String, M> factory) {
        SharedMetric shared = metrics.get(name);
        if (shared != null && !type.isInstance(shared.metric())) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' is a " + shared.metric().getClass().getSimpleName()
                            + " already, and can't be a " + type.getSimpleName() + " too");
        }
        if (shared == null || !shared.users().contains(model)) {
            shared = use(model, name, shared, factory);
        }
        return type.cast(shared.metric()).labelValues(model.name(), model.version());
    }

    private <M extends StatefulMetric<?, ?>> SharedMetric use(
            ModelKey model, String name, @Nullable SharedMetric known, Function<String, M> factory) {
        int count = names.getOrDefault(model, Set.of()).size();
        if (count >= MAX_NAMES) {
            throw new IllegalArgumentException("metric '" + name + "': the model has " + count
                    + " metrics already (expected: few names, which don't come from requests)");
        }
        SharedMetric shared = known == null ? register(name, factory) : known;
        shared.users().add(model);
        names.computeIfAbsent(model, key -> new HashSet<>()).add(name);
        return shared;
    }

    private <M extends StatefulMetric<?, ?>> SharedMetric register(String name, Function<String, M> factory) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' (expected: letters, digits and _, no digit first)");
        }
        M created = factory.apply(name);
        try {
            registry.register(created);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("metric '" + name + "' is one of the server's own; use another name", e);
        }
        SharedMetric shared = new SharedMetric(created, new HashSet<>());
        metrics.put(name, shared);
        return shared;
    }

    /** @param users the models with a series */
    private record SharedMetric(StatefulMetric<?, ?> metric, Set<ModelKey> users) {}

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
