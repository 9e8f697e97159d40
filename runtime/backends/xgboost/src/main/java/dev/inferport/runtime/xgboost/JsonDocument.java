package dev.inferport.runtime.xgboost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A document in JSON, with the {@code NaN} and {@code Infinity} that XGBoost writes into it. */
final class JsonDocument implements ModelDocument, Closeable {

    private final JsonParser parser;

    /** Whether the current token was only looked at: the first of an array's next element. */
    private boolean pending;

    JsonDocument(InputStream in) throws IOException {
        parser = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build()
                .createParser(in);
    }

    @Override
    public void object(FieldReader field) throws IOException {
        expect(nextToken(), JsonToken.START_OBJECT, "an object");
        while (nextToken() == JsonToken.FIELD_NAME) {
            field.read(parser.currentName());
        }
    }

    @Override
    public void array(ElementReader element) throws IOException {
        expect(nextToken(), JsonToken.START_ARRAY, "an array");
        while (nextToken() != JsonToken.END_ARRAY) {
            pending = true;
            element.read();
        }
    }

    @Override
    public float[] floats() throws IOException {
        expect(nextToken(), JsonToken.START_ARRAY, "an array of numbers");
        float[] values = new float[16];
        int count = 0;
        for (JsonToken token = nextToken(); token != JsonToken.END_ARRAY; token = nextToken()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = parser.getFloatValue();
        }
        return Arrays.copyOf(values, count);
    }

    @Override
    public int[] ints() throws IOException {
        expect(nextToken(), JsonToken.START_ARRAY, "an array of whole numbers");
        int[] values = new int[16];
        int count = 0;
        for (JsonToken token = nextToken(); token != JsonToken.END_ARRAY; token = nextToken()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = token.isBoolean() ? (token == JsonToken.VALUE_TRUE ? 1 : 0) : parser.getIntValue();
        }
        return Arrays.copyOf(values, count);
    }

    @Override
    public String text() throws IOException {
        JsonToken token = nextToken();
        if (!token.isScalarValue()) {
            throw unexpected(token, "a text or a number");
        }
        return parser.getText();
    }

    @Override
    public void skip() throws IOException {
        nextToken();
        parser.skipChildren();
    }

    private JsonToken nextToken() throws IOException {
        JsonToken token = pending ? parser.currentToken() : parser.nextToken();
        pending = false;
        if (token == null) {
            throw new InvalidBoosterException("the JSON document ends early");
        }
        return token;
    }

    private void expect(JsonToken actual, JsonToken expected, String what) throws IOException {
        if (actual != expected) {
            throw unexpected(actual, what);
        }
    }

    private IOException unexpected(JsonToken actual, String expected) {
        return new InvalidBoosterException("JSON at byte "
                + parser.currentTokenLocation().getByteOffset() + ": " + actual + " (expected: " + expected + ")");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
