package dev.inferport.runtime.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.TensorMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Typed access to the fields of a settings object. As lenient as MLServer, which takes numbers written as texts, and a
 * little more: a text may be written as a number.
 */
final class SettingsFields {

    /** A field whose value is of the wrong kind; the message names both. */
    static final class InvalidField extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidField(String field, JsonNode value, String expected) {
            super(field + ": " + value + " (expected: " + expected + ")");
        }
    }

    private static final Set<String> TRUE = Set.of("1", "true", "t", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("0", "false", "f", "no", "n", "off");

    private final JsonNode settings;

    SettingsFields(JsonNode settings) {
        this.settings = settings;
    }

    Optional<String> text(String field) {
        return value(field).map(value -> {
            if (!value.isTextual() && !value.isNumber()) {
                throw new InvalidField(field, value, "a string");
            }
            return value.asText();
        });
    }

    Optional<Integer> integer(String field) {
        return value(field).map(value -> {
            try {
                return Integer.valueOf(value.asText().strip());
            } catch (NumberFormatException e) {
                throw new InvalidField(field, value, "an integer");
            }
        });
    }

    /** An integer that says how many. */
    Optional<Integer> count(String field) {
        Optional<Integer> count = integer(field);
        if (count.isPresent() && count.get() < 0) {
            throw new InvalidField(field, settings.path(field), "an integer, 0 or more");
        }
        return count;
    }

    /** A truth value, also as one of the texts that MLServer takes for one. */
    Optional<Boolean> bool(String field) {
        return value(field).map(value -> {
            String text = value.asText().strip().toLowerCase(Locale.ROOT);
            if (!TRUE.contains(text) && !FALSE.contains(text)) {
                throw new InvalidField(field, value, "true or false");
            }
            return TRUE.contains(text);
        });
    }

    /** A number of seconds, or zero. */
    Duration seconds(String field) {
        return value(field)
                .map(value -> {
                    double seconds = value.asDouble(Double.NaN);
                    if (!(seconds >= 0 && seconds < Integer.MAX_VALUE)) {
                        throw new InvalidField(field, value, "a number of seconds");
                    }
                    return Duration.ofNanos((long) (seconds * 1e9));
                })
                .orElse(Duration.ZERO);
    }

    Optional<ObjectNode> object(String field) {
        return value(field).map(value -> {
            if (!(value instanceof ObjectNode object)) {
                throw new InvalidField(field, value, "an object");
            }
            return object;
        });
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(field)) {
            texts.add(item.asText());
        }
        return texts;
    }

    List<TensorMetadata> tensors(String field) {
        List<TensorMetadata> tensors = new ArrayList<>();
        for (JsonNode item : array(field)) {
            tensors.add(tensor(field, item));
        }
        return tensors;
    }

    private static TensorMetadata tensor(String field, JsonNode item) {
        JsonNode shape = item.path("shape");
        if (!item.path("name").isTextual() || !item.path("datatype").isTextual() || !shape.isArray()) {
            throw new InvalidField(field, item, "a tensor with name, datatype and shape");
        }
        long[] dimensions = new long[shape.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.get(i).asLong(Shape.ANY);
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        item.path("parameters").properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                parameters.put(entry.getKey(), scalar(entry.getValue()));
            }
        });
        try {
            DataType datatype = DataType.of(item.path("datatype").asText());
            return new TensorMetadata(
                    item.path("name").asText(), datatype, Shape.of(dimensions), Parameters.of(parameters));
        } catch (InferenceException e) {
            throw new InvalidField(field, item, String.valueOf(e.getMessage()));
        }
    }

    private static Object scalar(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.canConvertToLong() && value.isIntegralNumber()) {
            return value.longValue();
        }
        return value.isNumber() ? (Object) value.doubleValue() : value.asText();
    }

    private JsonNode array(String field) {
        JsonNode value = settings.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw new InvalidField(field, value, "a list");
        }
        return value;
    }

    private Optional<JsonNode> value(String field) {
        JsonNode value = settings.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
