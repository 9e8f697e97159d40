package dev.inferport.runtime.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One call of a model's own route.
 *
 * @param method as in the request
 * @param variables of the path, decoded, by name
 * @param query parameters, decoded, by name; of one that is given twice, the last
 * @param headers names in lower case, without those that carry credentials
 * @param body decompressed, read-only
 */
public record RestCall(
        String method,
        Map<String, String> variables,
        Map<String, String> query,
        Map<String, String> headers,
        ByteBuffer body) {

    public RestCall {
        variables = Map.copyOf(variables);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        body = body.asReadOnlyBuffer();
    }

    /** The body as text in UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    /**
     * A variable of the path.
     *
     * @throws IllegalArgumentException where the route has none of that name
     */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no variable '" + name + "'");
        }
        return value;
    }
}
