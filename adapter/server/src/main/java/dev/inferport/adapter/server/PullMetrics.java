package dev.inferport.adapter.server;

import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.PullObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;

/** Counts what pulls bring, by kind of storage. */
final class PullMetrics implements PullObserver {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500};

    private final Gauge inFlight;
    private final Histogram seconds;
    private final Counter received;
    private final Counter objects;
    private final Counter retries;
    private final Counter damaged;

    PullMetrics(PrometheusRegistry registry) {
        inFlight = Gauge.builder()
                .name(AdapterMetrics.PREFIX + "pulls_in_flight")
                .help("Pulls under way")
                .labelNames("type")
                .withoutExemplars()
                .register(registry);
        seconds = Histogram.builder()
                .name(AdapterMetrics.PREFIX + "pull_seconds")
                .help("Seconds of pulls that ended, by outcome: OK, or why it failed")
                .labelNames("type", "outcome")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        received = counter(registry, "pull_received_bytes", "Bytes of objects that came over the network", "type");
        objects = counter(
                registry,
                "pull_objects",
                "Objects of models, read and verified, or reused because they are on the disk, unchanged",
                "type",
                "origin");
        retries = counter(registry, "pull_retries", "Listings and reads that failed and were tried again", "type");
        damaged = counter(registry, "pull_checksum_mismatches", "Objects with another checksum than promised", "type");
    }

    @Override
    public void started(String type) {
        inFlight.labelValues(type).inc();
    }

    @Override
    public void received(String type, long bytes) {
        received.labelValues(type).inc(bytes);
    }

    @Override
    public void stored(String type, long bytes) {
        objects.labelValues(type, "read").inc();
    }

    @Override
    public void reused(String type, long bytes) {
        objects.labelValues(type, "reused").inc();
    }

    @Override
    public void retried(String type) {
        retries.labelValues(type).inc();
    }

    @Override
    public void damaged(String type) {
        damaged.labelValues(type).inc();
    }

    @Override
    public void ended(String type, Optional<Reason> failure, Duration duration) {
        inFlight.labelValues(type).dec();
        seconds.labelValues(type, failure.map(Reason::name).orElse("OK"))
                .observe(duration.toNanos() / NANOS_PER_SECOND);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(AdapterMetrics.PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }
}
