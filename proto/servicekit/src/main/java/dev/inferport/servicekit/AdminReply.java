package dev.inferport.servicekit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short text answers over the JDK's HTTP server. */
final class AdminReply {

    static final String PLAIN = "text/plain; charset=utf-8";

    private AdminReply() {}

    static void text(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, PLAIN, body);
    }

    static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Answers 405 and returns false unless the method is one of these. */
    static boolean allowed(HttpExchange exchange, String... methods) throws IOException {
        if (List.of(methods).contains(exchange.getRequestMethod())) {
            return true;
        }
        exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
        text(exchange, 405, "method not allowed (expected: " + String.join(", ", methods) + ")\n");
        return false;
    }
}
