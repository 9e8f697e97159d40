package dev.inferport.runtime.rest;

import java.util.Locale;
import java.util.Set;

/** Response headers that are the server's to set: a model that sets one would break the connection. */
final class ReservedHeaders {

    private static final Set<String> NAMES = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "inference-header-content-length",
            "keep-alive",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private ReservedHeaders() {}

    static boolean contains(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
