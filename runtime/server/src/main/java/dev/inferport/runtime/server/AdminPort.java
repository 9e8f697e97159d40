package dev.inferport.runtime.server;

import dev.inferport.runtime.core.InferenceRuntime;
import dev.inferport.servicekit.AdminServer;
import dev.inferport.servicekit.Endpoint;
import dev.inferport.servicekit.Readiness;
import dev.inferport.servicekit.Tls;
import java.io.IOException;

/** The port for those who run the server: probes, metrics, and a page that lists the models. */
final class AdminPort {

    private AdminPort() {}

    static AdminServer open(ServerSettings settings, Metrics metrics, InferenceRuntime runtime) throws IOException {
        metrics.observe(runtime);
        AdminServer.Builder server = AdminServer.builder(
                        Endpoint.tcp(settings.host(), settings.metrics().port()))
                .ready(() -> runtime.isReady() ? Readiness.READY : Readiness.notReady("models are loading"))
                .route(StatusPage.PAGE, StatusPage.document())
                .route(StatusPage.SCRIPT, StatusPage.script())
                .route(StatusPage.REPORT, StatusPage.report(new StatusReport(runtime, metrics)))
                .route(settings.metrics().path(), metrics.page());
        settings.listeners().metricsTls().map(Tls::open).ifPresent(server::tls);
        return server.start();
    }
}
