package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.inferport.runtime.api.Parameters;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes parameters; what JSON has no number for is {@code null}. */
final class ParametersWriter {

    private ParametersWriter() {}

    /** Writes the field {@code parameters}, unless there are none. */
    static void writeField(JsonGenerator json, Parameters parameters) throws IOException {
        if (!parameters.isEmpty()) {
            json.writeFieldName("parameters");
            writeMap(json, parameters.asMap());
        }
    }

    private static void writeMap(JsonGenerator json, Map<?, ?> values) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            writeValue(json, entry.getValue());
        }
        json.writeEndObject();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else if (value instanceof Double || value instanceof Float) {
            FloatWriter.write(json, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Map<?, ?> map) {
            writeMap(json, map);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(json, element);
            }
            json.writeEndArray();
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }
}
