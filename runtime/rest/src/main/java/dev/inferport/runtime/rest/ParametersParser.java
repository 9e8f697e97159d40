package dev.inferport.runtime.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.inferport.runtime.api.Parameters;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads free-form parameters. A parameter that is {@code null} is one that is not there, as in MLServer; an integer
 * beyond 64 bits becomes a floating-point number.
 */
final class ParametersParser {

    private static final int MAX_BITS = 64;

    private ParametersParser() {}

    static Parameters parse(JsonParser parser, String label) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Parameters.none();
        }
        Fields.requireObject(parser, label);
        return Parameters.of(map(parser));
    }

    private static Map<String, Object> map(JsonParser parser) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return Collections.unmodifiableList(values);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case START_OBJECT -> Collections.unmodifiableMap(map(parser));
            case START_ARRAY -> list(parser);
            default -> null;
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        BigInteger value = parser.getBigIntegerValue();
        boolean unsigned = value.signum() > 0 && value.bitLength() <= MAX_BITS;
        return unsigned ? value : (Object) value.doubleValue();
    }
}
