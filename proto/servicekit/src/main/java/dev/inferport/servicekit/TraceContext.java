package dev.inferport.servicekit;

import io.grpc.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which trace a request belongs to, as the headers {@code traceparent} and {@code tracestate} of the W3C say it.
 *
 * @param headers those of the two that there are, by their lower-case names
 */
public record TraceContext(Map<String, String> headers) {

    /** A request that belongs to no trace yet. */
    public static final TraceContext NONE = new TraceContext(Map.of());

    private static final String[] NAMES = {"traceparent", "tracestate"};

    /** Copies the map. */
    public TraceContext {
        headers = Map.copyOf(headers);
    }

    /** What the headers of a gRPC call say. */
    public static TraceContext of(Metadata metadata) {
        var found = new HashMap<String, String>();
        for (var name : NAMES) {
            var value = metadata.get(key(name));
            if (value != null) {
                found.put(name, value);
            }
        }
        return found.isEmpty() ? NONE : new TraceContext(found);
    }

    /** What the headers of an HTTP request say; their names may be in any case. */
    public static TraceContext of(Map<String, String> httpHeaders) {
        var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(httpHeaders);
        var found = new HashMap<String, String>();
        for (var name : NAMES) {
            var value = anyCase.get(name);
            if (value != null) {
                found.put(name, value);
            }
        }
        return found.isEmpty() ? NONE : new TraceContext(found);
    }

    /** Writes this context into the headers of a gRPC call, in place of another one. */
    public void into(Metadata metadata) {
        headers.forEach((name, value) -> {
            metadata.discardAll(key(name));
            metadata.put(key(name), value);
        });
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
