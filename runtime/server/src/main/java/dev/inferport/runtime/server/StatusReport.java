package dev.inferport.runtime.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.runtime.core.IndexEntry;
import dev.inferport.runtime.core.InferenceRuntime;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Optional;

/** What the status page shows, as JSON: the models with their states, and what the metrics say of each. */
final class StatusReport {

    private final ObjectMapper mapper = new ObjectMapper();
    private final InferenceRuntime runtime;
    private final Metrics metrics;

    StatusReport(InferenceRuntime runtime, Metrics metrics) {
        this.runtime = runtime;
        this.metrics = metrics;
    }

    /** Counts are since the load of the model, and times in seconds; a page that asks twice knows the rates. */
    String json() {
        MetricSnapshots now = metrics.snapshot();
        ObjectNode report = mapper.createObjectNode();
        report.put("server", runtime.info().name());
        report.put("version", runtime.info().version());
        report.put("ready", runtime.isReady());
        report.put("in_flight", runtime.requestsInFlight());
        ArrayNode models = report.putArray("models");
        runtime.index(false).forEach(entry -> add(models.addObject(), entry, now));
        return report.toString();
    }

    private static void add(ObjectNode model, IndexEntry entry, MetricSnapshots now) {
        model.put("name", entry.name());
        model.put("version", entry.version());
        model.put("state", entry.state().name());
        model.put("reason", entry.reason());
        point(now, "inferport_model_bytes", GaugeDataPointSnapshot.class, entry)
                .ifPresent(bytes -> model.put("bytes", (long) bytes.getValue()));
        model.put("answered", count(now, "model_infer_request_success", entry));
        model.put("failed", count(now, "model_infer_request_failure", entry));
        point(now, "model_infer_request_duration", SummaryDataPointSnapshot.class, entry)
                .ifPresent(times -> model.put("seconds", times.getSum()));
    }

    private static long count(MetricSnapshots now, String metric, IndexEntry entry) {
        return point(now, metric, CounterDataPointSnapshot.class, entry)
                .map(point -> (long) point.getValue())
                .orElse(0L);
    }

    private static <P extends DataPointSnapshot> Optional<P> point(
            MetricSnapshots now, String metric, Class<P> type, IndexEntry entry) {
        return now.stream()
                .filter(snapshot -> snapshot.getMetadata().getName().equals(metric))
                .map(MetricSnapshot::getDataPoints)
                .flatMap(points -> points.stream())
                .filter(point -> entry.name().equals(point.getLabels().get("model"))
                        && entry.version().equals(point.getLabels().get("version")))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
