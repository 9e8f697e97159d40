package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answer of a model's own route.
 *
 * @param status of HTTP
 * @param headers such as {@code content-type}; not those about length, encoding or the connection
 * @param body may be empty
 */
public record RestReply(int status, Map<String, String> headers, ByteBuffer body) {

    public RestReply {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        headers = Map.copyOf(headers);
        body = body.asReadOnlyBuffer();
    }

    /** 200 with a JSON document. */
    public static RestReply json(String document) {
        return of("application/json", document);
    }

    /** 200 with plain text in UTF-8. */
    public static RestReply text(String text) {
        return of("text/plain; charset=utf-8", text);
    }

    /** The same with another status. */
    public RestReply withStatus(int newStatus) {
        return new RestReply(newStatus, headers, body);
    }

    private static RestReply of(String contentType, String text) {
        return new RestReply(200, Map.of("content-type", contentType), StandardCharsets.UTF_8.encode(text));
    }
}
