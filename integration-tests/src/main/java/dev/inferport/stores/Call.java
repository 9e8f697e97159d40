package dev.inferport.stores;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One request and the answer to it. Owned by one thread. */
final class Call {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    private final HttpExchange exchange;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /** Still encoded. */
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    Map<String, String> query() {
        return parameters(exchange.getRequestURI().getRawQuery());
    }

    Map<String, String> form() throws IOException {
        return parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    }

    /** A header, or an empty text. */
    String header(String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    void set(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void answer(int status, String type, String text) throws IOException {
        answer(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    void answer(int status, String type, byte[] bytes) throws IOException {
        set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The content of an object, or what a {@code Range} wants of it. */
    void answer(StoreFolder.Item item) throws IOException {
        var range = RANGE.matcher(header("Range"));
        long start = range.matches() ? Math.min(Long.parseLong(range.group(1)), item.size()) : 0;
        long end = range.matches() && !range.group(2).isEmpty()
                ? Math.min(Long.parseLong(range.group(2)) + 1, item.size())
                : item.size();
        if (range.matches()) {
            set("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + item.size());
        }
        long length = end - start;
        exchange.sendResponseHeaders(range.matches() ? 206 : 200, length == 0 ? -1 : length);
        if (length > 0) {
            try (var file = FileChannel.open(item.file())) {
                var target = Channels.newChannel(exchange.getResponseBody());
                for (long position = start; position < end; ) {
                    position += file.transferTo(position, end - position, target);
                }
            }
        }
    }

    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(String encoded) {
        var parameters = new TreeMap<String, String>();
        if (encoded != null) {
            for (var part : encoded.split("&", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    parameters.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }
}
