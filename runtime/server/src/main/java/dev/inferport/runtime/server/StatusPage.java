package dev.inferport.runtime.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A page for people that lists the models: a document, its script, and the report that the script asks for. */
final class StatusPage implements HttpHandler {

    static final String PAGE = "/status";
    static final String SCRIPT = "/status.js";
    static final String REPORT = "/status.json";

    private static final int NO_BODY = -1;

    private final String contentType;
    private final Supplier<String> content;

    private StatusPage(String contentType, Supplier<String> content) {
        this.contentType = contentType;
        this.content = content;
    }

    static StatusPage document() {
        return new StatusPage("text/html; charset=utf-8", () -> resource("status.html"));
    }

    static StatusPage script() {
        return new StatusPage("text/javascript; charset=utf-8", () -> resource("status.js"));
    }

    static StatusPage report(StatusReport report) {
        return new StatusPage("application/json", report::json);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_METHOD, NO_BODY);
            return;
        }
        byte[] body = content.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'");
        if (method.equals("HEAD")) {
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String resource(String name) {
        try (InputStream file = StatusPage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the class path of this server");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
