package dev.inferport.runtime.grpc;

import io.grpc.Metadata;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers that a model sets, as trailing metadata. A header that HTTP/2 or gRPC does not allow there is dropped: it
 * would break the whole response.
 */
final class ResponseTrailers {

    private static final Pattern NAME = Pattern.compile("[0-9a-z_.-]+");

    private static final Pattern VALUE = Pattern.compile("[ -~]*");

    private static final String RESERVED_PREFIX = "grpc-";

    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "content-type",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade");

    private ResponseTrailers() {}

    static Metadata of(Map<String, String> headers) {
        Metadata trailers = new Metadata();
        headers.forEach((header, value) -> {
            String name = header.toLowerCase(Locale.ROOT);
            if (isAllowed(name) && VALUE.matcher(value).matches()) {
                trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
            }
        });
        return trailers;
    }

    private static boolean isAllowed(String name) {
        return NAME.matcher(name).matches()
                && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                && !name.startsWith(RESERVED_PREFIX)
                && !RESERVED.contains(name);
    }
}
