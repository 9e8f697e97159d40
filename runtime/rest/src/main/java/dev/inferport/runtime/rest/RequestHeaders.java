package dev.inferport.runtime.rest;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers that a model gets to see: all but those that carry credentials. */
final class RequestHeaders {

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");

    private RequestHeaders() {}

    /** Names in lower case; of a header that comes several times, the values separated by commas. */
    static Map<String, String> forModel(HttpHeaders headers) {
        Map<String, String> values = new HashMap<>();
        headers.forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!CREDENTIALS.contains(name)) {
                values.merge(name, header.getValue(), (first, next) -> first + ", " + next);
            }
        });
        return values;
    }
}
