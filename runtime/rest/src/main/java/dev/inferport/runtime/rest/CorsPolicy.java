package dev.inferport.runtime.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pages of other origins a browser lets call this server. In each list {@code *} stands for all.
 *
 * @param origins such as {@code https://example.com}
 * @param originPattern matches further origins as a whole
 * @param credentials whether cookies and the like may be sent
 * @param methods of requests
 * @param headers of requests, on top of those that browsers always send
 * @param exposedHeaders of responses that a page may read
 * @param maxAge how long a browser may remember all this
 */
public record CorsPolicy(
        List<String> origins,
        Optional<Pattern> originPattern,
        boolean credentials,
        List<String> methods,
        List<String> headers,
        List<String> exposedHeaders,
        Duration maxAge) {

    static final String ANY = "*";

    public CorsPolicy {
        origins = List.copyOf(origins);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        exposedHeaders = List.copyOf(exposedHeaders);
    }

    boolean allowsOrigin(String origin) {
        return origins.contains(ANY)
                || origins.contains(origin)
                || originPattern
                        .map(pattern -> pattern.matcher(origin).matches())
                        .orElse(false);
    }

    /** Whether the answer to any origin is the same, so that it may say {@code *}. */
    boolean isForAll() {
        return origins.contains(ANY) && !credentials;
    }

    boolean allowsMethod(String method) {
        return methods.contains(ANY) || methods.contains(method);
    }

    boolean allowsHeader(String header) {
        return headers.contains(ANY) || headers.stream().anyMatch(header::equalsIgnoreCase);
    }
}
