package dev.inferport.adapter.server;

import dev.inferport.adapter.proxy.ProxyObserver;
import dev.inferport.adapter.proxy.ProxyRules;
import io.grpc.Metadata;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts forwarded calls. Methods that no rule names are one series, so that callers can't add any. */
final class ProxyMetrics implements ProxyObserver {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final ProxyRules rules;
    private final Counter calls;
    private final Histogram seconds;
    private final Gauge inFlight;

    ProxyMetrics(PrometheusRegistry registry, ProxyRules rules) {
        this.rules = rules;
        this.calls = Counter.builder()
                .name(AdapterMetrics.PREFIX + "proxy_calls")
                .help("Calls forwarded to the runtime, or refused, that ended, by method and status code")
                .labelNames("method", "code")
                .withoutExemplars()
                .register(registry);
        this.seconds = Histogram.builder()
                .name(AdapterMetrics.PREFIX + "proxy_call_seconds")
                .help("Seconds from the headers of a forwarded call to its end")
                .labelNames("method")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
        this.inFlight = Gauge.builder()
                .name(AdapterMetrics.PREFIX + "proxy_calls_in_flight")
                .help("Forwarded calls under way")
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public ForwardedCall began(String method, Metadata headers) {
        var label = rules.names(method) ? method : "other";
        var begin = System.nanoTime();
        inFlight.inc();
        return status -> {
            inFlight.dec();
            calls.labelValues(label, status.getCode().name()).inc();
            seconds.labelValues(label).observe((System.nanoTime() - begin) / NANOS_PER_SECOND);
        };
    }
}
