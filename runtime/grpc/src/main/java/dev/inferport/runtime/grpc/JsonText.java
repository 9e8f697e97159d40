package dev.inferport.runtime.grpc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the values that parameters have as JSON. */
final class JsonText {

    private JsonText() {}

    static String of(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                quote(json.append(separator), String.valueOf(entry.getKey()));
                append(json.append(':'), entry.getValue());
                separator = ",";
            }
            json.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                append(json.append(separator), element);
                separator = ",";
            }
            json.append(list.isEmpty() ? "[]" : "]");
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            json.append(value);
        } else {
            quote(json, value.toString());
        }
    }

    /** NaN and the infinities are no JSON numbers; they go as texts. */
    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character == '"' || character == '\\' ? "\\" : "").append(character);
            }
        }
        json.append('"');
    }
}
