package dev.inferport.adapter.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.adapter.lifecycle.LifecycleObserver;
import dev.inferport.adapter.proxy.ProxyObserver;
import dev.inferport.adapter.storage.PullObserver;
import dev.inferport.servicekit.Tracing;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Who learns of what happens: metrics where there is an admin port to show them, traces where there is an endpoint to
 * send them to, and otherwise nobody.
 */
record Observers(Optional<AdapterMetrics> metrics, Optional<Tracing> tracing) {

    LifecycleObserver lifecycle() {
        var all = new ArrayList<LifecycleObserver>();
        metrics.ifPresent(present -> all.add(present.models()));
        tracing.ifPresent(present -> all.add(new LoadSpans(present)));
        return LifecycleObserver.all(all);
    }

    ProxyObserver proxy() {
        var counted = metrics.<ProxyObserver>map(AdapterMetrics::proxy).orElseGet(ProxyObserver::none);
        return tracing.<ProxyObserver>map(present -> new TracedCalls(present, counted))
                .orElse(counted);
    }

    PullObserver pulls() {
        return metrics.<PullObserver>map(AdapterMetrics::pulls).orElseGet(PullObserver::none);
    }

    Optional<HttpHandler> metricsPage() {
        return metrics.map(AdapterMetrics::page);
    }
}
