package dev.inferport.runtime.server;

import dev.inferport.runtime.core.BatchEvent;
import dev.inferport.runtime.core.InferenceObserver;
import dev.inferport.runtime.core.ModelEvent;
import dev.inferport.runtime.core.ModelKey;
import dev.inferport.runtime.core.RequestEvent;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what models do. A model version has its series from its load to its unload, so that the page shows the models
 * that are here and not all that ever were, and a name that isn't loaded has none.
 */
final class ModelMetrics implements InferenceObserver {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] LOAD_SECONDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final Counter successes;
    private final Counter failures;
    private final Summary durations;
    private final Gauge bytes;
    private final Histogram loadSeconds;
    private final Histogram queueSeconds;
    private final Histogram batchRequests;
    private final Histogram batchRows;
    private final Counter cacheHits;
    private final CustomModelMetrics custom;
    private final QueueMetrics queues;
    private final ConcurrentMap<ModelKey, ModelSeries> loaded = new ConcurrentHashMap<>();

    /** @param custom ends with the models too */
    ModelMetrics(PrometheusRegistry registry, CustomModelMetrics custom) {
        this.custom = custom;
        this.queues = new QueueMetrics(registry);
        String[] model = {"model", "version"};
        this.successes = Counter.builder()
                .name("model_infer_request_success")
                .help("Inference requests that a model answered")
                .labelNames(model)
                .withoutExemplars()
                .register(registry);
        this.failures = Counter.builder()
                .name("model_infer_request_failure")
                .help("Inference requests for a model that ended without an answer")
                .labelNames(model)
                .withoutExemplars()
                .register(registry);
        this.durations = Summary.builder()
                .name("model_infer_request_duration")
                .help("Seconds from the arrival of an inference request to its end, waits and failures included")
                .labelNames(model)
                .withoutExemplars()
                .register(registry);
        this.bytes = Gauge.builder()
                .name("inferport_model_bytes")
                .help("Bytes of memory that a model holds, where the model knows")
                .labelNames(model)
                .withoutExemplars()
                .register(registry);
        this.loadSeconds = Histogram.builder()
                .name("inferport_model_load_seconds")
                .help("Seconds that the load of a model took")
                .labelNames("outcome")
                .classicUpperBounds(LOAD_SECONDS)
                .withoutExemplars()
                .register(registry);
        loadSeconds.initLabelValues("success");
        loadSeconds.initLabelValues("failure");
        this.queueSeconds = Metrics.requestSeconds(
                        "inferport_queue_seconds", "Seconds that a request waited for a thread to run its model")
                .register(registry);
        this.batchRequests = sizes(
                registry,
                "batch_request_queue",
                "Requests that were waiting for a worker, and went to it as one batch");
        this.cacheHits = Counter.builder()
                .name("inferport_cache_hits")
                .help("Inference requests that were answered with an earlier answer")
                .labelNames(model)
                .withoutExemplars()
                .register(registry);
        this.batchRows = sizes(registry, "inferport_batch_rows", "Rows in a batch");
    }

    /** Under MLServer's name for the labels, which is not the one of its other metrics. */
    private static Histogram sizes(PrometheusRegistry registry, String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("model_name", "model_version")
                .classicOnly()
                .classicUpperBounds(BATCH_SIZES)
                .withoutExemplars()
                .register(registry);
    }

    /** What there is to see of queues. */
    QueueMetrics queues() {
        return queues;
    }

    @Override
    public void answerRepeated(ModelKey model) {
        if (loaded.containsKey(model)) {
            cacheHits.labelValues(labels(model)).inc();
        }
    }

    @Override
    public void batchBegan(BatchEvent batch) {
        if (loaded.containsKey(batch.model())) {
            String[] labels = labels(batch.model());
            batchRequests.labelValues(labels).observe(batch.requests());
            batchRows.labelValues(labels).observe((double) batch.rows());
        }
    }

    @Override
    public void requestEnded(RequestEvent request) {
        if (!request.streamed()) {
            queueSeconds.observe(request.queueNanos() / NANOS_PER_SECOND);
        }
        queues.requestEnded();
        ModelSeries series = request.model().map(loaded::get).orElse(null);
        if (series != null) {
            (request.failure().isEmpty() ? series.successes() : series.failures()).inc();
            series.durations().observe(request.totalNanos() / NANOS_PER_SECOND);
        }
    }

    @Override
    public void loadEnded(ModelEvent load) {
        loadSeconds
                .labelValues(load.failure().isEmpty() ? "success" : "failure")
                .observe(load.nanos() / NANOS_PER_SECOND);
        if (load.failure().isPresent()) {
            if (!loaded.containsKey(load.model())) {
                custom.remove(load.model());
            }
            return;
        }
        loaded.compute(load.model(), (key, known) -> known == null ? open(key) : known.loadedAgain());
        load.bytes().ifPresent(size -> bytes.labelValues(labels(load.model())).set((double) size));
    }

    @Override
    public void unloadEnded(ModelEvent unload) {
        loaded.computeIfPresent(unload.model(), (key, known) -> known.copies() > 1 ? known.unloadedOnce() : close(key));
    }

    private ModelSeries open(ModelKey key) {
        String[] labels = labels(key);
        return new ModelSeries(
                1, successes.labelValues(labels), failures.labelValues(labels), durations.labelValues(labels));
    }

    private @Nullable ModelSeries close(ModelKey key) {
        String[] labels = labels(key);
        successes.remove(labels);
        failures.remove(labels);
        durations.remove(labels);
        bytes.remove(labels);
        batchRequests.remove(labels);
        batchRows.remove(labels);
        cacheHits.remove(labels);
        custom.remove(key);
        return null;
    }

    private static String[] labels(ModelKey key) {
        return new String[] {key.name(), key.version()};
    }
}
