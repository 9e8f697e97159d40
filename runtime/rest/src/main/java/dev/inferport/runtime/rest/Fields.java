package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.InferenceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The checks that every field of a request goes through. */
final class Fields {

    private static final int MAX_SHOWN = 40;

    private Fields() {}

    static String text(JsonParser parser, String label) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, label, "a string");
        }
        return parser.getText();
    }

    static void requireArray(JsonParser parser, String label) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(parser, label, "a list");
        }
    }

    static void requireObject(JsonParser parser, String label) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(parser, label, "an object");
        }
    }

    static <T> T require(@Nullable T value, String label) {
        if (value == null) {
            throw new InferenceException(label + ": missing");
        }
        return value;
    }

    static InferenceException wrong(JsonParser parser, String label, String expected) throws IOException {
        return new InferenceException(label + ": " + shown(parser) + " (expected: " + expected + ")");
    }

    /** The current value as it is to appear in a message: never longer than a few words. */
    static String shown(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            return "a list";
        }
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        String text = parser.getText();
        String start = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return token == JsonToken.VALUE_STRING ? "'" + start + "'" : start;
    }
}
