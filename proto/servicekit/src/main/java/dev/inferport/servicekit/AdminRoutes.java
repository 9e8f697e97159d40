package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request to the route with exactly its path; a route that fails answers 500 instead of a closed connection.
 */
final class AdminRoutes implements HttpHandler {

    private static final Logger log = LoggerFactory.getLogger(AdminRoutes.class);

    private final Map<String, HttpHandler> routes;

    AdminRoutes(Map<String, HttpHandler> routes) {
        this.routes = new TreeMap<>(routes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        HttpHandler route = routes.get(path);
        try (exchange) {
            serve(exchange, path, route);
        }
    }

    private void serve(HttpExchange exchange, String path, @Nullable HttpHandler route) throws IOException {
        if (route == null) {
            AdminReply.text(exchange, 404, "not found (there is: " + String.join(", ", routes.keySet()) + ")\n");
            return;
        }
        try {
            route.handle(exchange);
        } catch (RuntimeException e) {
            log.error("event=admin_route_failed path={}", path, e);
            answerFailure(exchange);
        }
    }

    private static void answerFailure(HttpExchange exchange) throws IOException {
        if (exchange.getResponseCode() == -1) {
            AdminReply.text(exchange, 500, "internal error; the log has the details\n");
        }
    }
}
