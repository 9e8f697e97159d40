package dev.inferport.runtime.grpc;

import io.grpc.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The part of a call's metadata that models get to see: text, the last value of each name. What belongs to the
 * transport is left out, and so are credentials: a model is other people's code, and logs what it likes.
 */
final class RequestHeaders {

    private static final Set<String> WITHHELD =
            Set.of("authorization", "proxy-authorization", "cookie", "content-type", "te");

    private static final String TRANSPORT_PREFIX = "grpc-";

    private RequestHeaders() {}

    /** The headers for a model; names in lower case. */
    static Map<String, String> read(Metadata metadata) {
        Map<String, String> headers = new HashMap<>();
        for (String name : metadata.keys()) {
            if (isForModels(name)) {
                String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (value != null) {
                    headers.put(name, value);
                }
            }
        }
        return headers;
    }

    private static boolean isForModels(String name) {
        return !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && !name.startsWith(TRANSPORT_PREFIX)
                && !WITHHELD.contains(name);
    }
}
