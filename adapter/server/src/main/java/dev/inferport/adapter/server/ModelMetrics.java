package dev.inferport.adapter.server;

import dev.inferport.adapter.lifecycle.LifecycleObserver;
import dev.inferport.adapter.lifecycle.LoadEvent;
import dev.inferport.adapter.lifecycle.LoadEvent.Phase;
import dev.inferport.adapter.lifecycle.LoadedModels;
import dev.inferport.adapter.lifecycle.SizeReport;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.ModelId;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts loads, unloads and losses of the runtime. A model has series of its own only while it is loaded, so that the
 * page shows the models that are here and not all that ever were.
 */
final class ModelMetrics implements LifecycleObserver {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] PHASE_SECONDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};
    private static final double[] RATIOS = {0.1, 0.25, 0.5, 0.8, 1, 1.25, 2, 4, 10};

    private final Counter loads;
    private final Counter unloads;
    private final Histogram phases;
    private final Gauge loading;
    private final Counter pulledBytes;
    private final Histogram ratio;
    private final Counter losses;
    private final Gauge up;
    private final ConcurrentMap<ModelId, SizeReport> sizes = new ConcurrentHashMap<>();

    ModelMetrics(PrometheusRegistry registry, LoadedModels loaded) {
        this.loads = counter(registry, "loads", "Loads that ended, by outcome: OK, or why they failed", "outcome");
        this.unloads =
                counter(registry, "unloads", "Unloads that ended, by outcome: OK, or why they failed", "outcome");
        this.pulledBytes = counter(registry, "pulled_bytes", "Bytes of the files of models that came to this disk");
        this.losses = counter(registry, "runtime_losses", "How often the runtime went away or restarted");
        this.phases = Histogram.builder()
                .name(AdapterMetrics.PREFIX + "load_phase_seconds")
                .help("Seconds that a phase of a load took, failed ones included")
                .labelNames("phase")
                .classicOnly()
                .classicUpperBounds(PHASE_SECONDS)
                .withoutExemplars()
                .register(registry);
        for (var phase : Phase.values()) {
            phases.initLabelValues(label(phase));
        }
        this.ratio = Histogram.builder()
                .name(AdapterMetrics.PREFIX + "size_estimate_ratio")
                .help("Size estimated from the disk, divided by the size that the runtime measured")
                .classicOnly()
                .classicUpperBounds(RATIOS)
                .withoutExemplars()
                .register(registry);
        this.loading = gauge(registry, "loads_running", "Loads under way");
        this.up = gauge(registry, "runtime_up", "Whether the runtime answers: 1 or 0");
        up.set(0);
        GaugeWithCallback.builder()
                .name(AdapterMetrics.PREFIX + "model_bytes")
                .help("Bytes of memory of a loaded model: as reported to the mesh, as estimated from the disk, as"
                        + " measured by the runtime")
                .labelNames("model", "kind")
                .callback(series -> show(series, loaded))
                .register(registry);
        GaugeWithCallback.builder()
                .name(AdapterMetrics.PREFIX + "models_loaded")
                .help("Models that are loaded for all that is known")
                .callback(series -> series.call(loaded.ids().size()))
                .register(registry);
    }

    @Override
    public void loadBegan(ModelId id) {
        loading.inc();
    }

    @Override
    public void loadEnded(LoadEvent load) {
        loading.dec();
        loads.labelValues(load.failure().map(Reason::name).orElse("OK")).inc();
        load.nanos().forEach((phase, nanos) -> phases.labelValues(label(phase)).observe(nanos / NANOS_PER_SECOND));
        pulledBytes.inc((double) load.diskBytes());
        load.size().ifPresent(size -> {
            sizes.put(load.id(), size);
            compare(size);
        });
    }

    @Override
    public void unloadEnded(ModelId id, Optional<Reason> failure, long nanos) {
        unloads.labelValues(failure.map(Reason::name).orElse("OK")).inc();
        if (failure.isEmpty()) {
            sizes.remove(id);
        }
    }

    @Override
    public void runtimeLost() {
        losses.inc();
        up.set(0);
    }

    @Override
    public void runtimeReached() {
        up.set(1);
    }

    private void compare(SizeReport size) {
        if (size.estimated().isPresent() && size.measured().isPresent()) {
            ratio.observe((double) size.estimated().getAsLong()
                    / (double) size.measured().getAsLong());
        }
    }

    private void show(GaugeWithCallback.Callback series, LoadedModels loaded) {
        sizes.keySet().removeIf(id -> !loaded.knows(id));
        for (var id : loaded.ids()) {
            var size = sizes.get(id);
            if (size != null) {
                series.call((double) size.size().bytes(), id.value(), "reported");
                size.estimated().ifPresent(bytes -> series.call((double) bytes, id.value(), "estimated"));
                size.measured().ifPresent(bytes -> series.call((double) bytes, id.value(), "measured"));
            }
        }
    }

    private static String label(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(AdapterMetrics.PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder()
                .name(AdapterMetrics.PREFIX + name)
                .help(help)
                .withoutExemplars()
                .register(registry);
    }
}
