package dev.inferport.adapter.storage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A web server with files below {@code /files/}; remembers the headers and queries that it got. */
final class WebFiles extends FakeStore {

    private static final String ROOT = "/files/";

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public StorageConfig config() {
        return config(Map.of());
    }

    StorageConfig config(Map<String, String> more) {
        var fields = new HashMap<>(Map.of("url", base() + ROOT));
        fields.putAll(more);
        return StorageConfig.of("http", fields);
    }

    String url() {
        return base() + ROOT;
    }

    /** For each request: its header {@code X-Secret}, and its query. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    @Override
    protected void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        seen.add(exchange.getRequestHeaders().getFirst("X-Secret") + " " + uri.getRawQuery());
        var path = uri.getRawPath();
        var key = path.startsWith(ROOT) ? path.substring(ROOT.length()) : path;
        sendObject(exchange, URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    @Override
    protected byte[] error(int status) {
        return "<html>A page that is no model</html>".getBytes(StandardCharsets.UTF_8);
    }
}
