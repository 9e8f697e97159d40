package dev.inferport.runtime.rest;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Parameters;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The part of a body behind its JSON, from the V2 protocol's binary tensor data extension: the raw data of those inputs
 * that have a {@code binary_data_size}, in the order of the inputs. Handed out without a copy.
 */
final class BinarySection {

    static final String SIZE_PARAMETER = "binary_data_size";

    /** The header that says how much of the body is JSON. */
    static final String JSON_LENGTH_HEADER = "Inference-Header-Content-Length";

    private final RequestBody body;
    private int position;

    BinarySection(RequestBody body, int start) {
        this.body = body;
        this.position = start;
    }

    /** The next bytes, as many as the parameter says. */
    ByteBuffer take(Parameters parameters) {
        Object size = parameters.get(SIZE_PARAMETER).orElse(0L);
        int left = body.length() - position;
        if (!(size instanceof Long bytes) || bytes < 0 || bytes > left) {
            throw new InferenceException("parameters." + SIZE_PARAMETER + ": " + size + " (expected: 0 to " + left
                    + ", the bytes left behind the JSON, whose length the header " + JSON_LENGTH_HEADER + " gives)");
        }
        ByteBuffer data = body.slice(position, bytes.intValue());
        position += bytes.intValue();
        return data;
    }

    void requireEnd() {
        if (position != body.length()) {
            throw new InferenceException("binary data: " + (body.length() - position)
                    + " bytes that belong to no input (expected: none; see parameters." + SIZE_PARAMETER + ")");
        }
    }

    /** The parameters that concern the model: the size does not, and would keep equal requests apart. */
    static Parameters withoutSize(Parameters parameters) {
        Map<String, Object> values = new LinkedHashMap<>(parameters.asMap());
        values.remove(SIZE_PARAMETER);
        return Parameters.of(values);
    }
}
