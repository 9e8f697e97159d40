package dev.inferport.adapter.server;

import com.sun.net.httpserver.HttpHandler;
import dev.inferport.servicekit.AdminServer;
import dev.inferport.servicekit.CannotListenException;
import dev.inferport.servicekit.LogLevels;
import dev.inferport.servicekit.Tls;
import java.util.Optional;

/** What operators and probes may ask: {@code /live}, {@code /ready}, {@code /loglevel} and {@code /metrics}. */
final class AdminFront {

    private AdminFront() {}

    static AdminServer start(
            Listener.Admin listener, Optional<HttpHandler> metrics, ServingState serving, LogLevels levels)
            throws CannotListenException {
        var server = AdminServer.builder(listener.endpoint())
                .ready(serving::readiness)
                .logLevels(levels);
        metrics.ifPresent(page -> server.route("/metrics", page));
        listener.tls().ifPresent(files -> server.tls(Tls.open(files)));
        return server.start();
    }
}
