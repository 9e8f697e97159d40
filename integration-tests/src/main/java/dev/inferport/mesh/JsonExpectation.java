package dev.inferport.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares an answer with what is expected of it: every expected member must be there, further members don't matter,
 * numbers may differ by rounding, and a tensor's data may be nested or flat.
 */
final class JsonExpectation {

    private static final double TOLERANCE = 1e-5;

    private JsonExpectation() {}

    /** The first difference as a sentence; empty where the answer is as expected. */
    static Optional<String> firstDifference(JsonNode expected, JsonNode actual) {
        return difference("answer", expected, actual);
    }

    private static Optional<String> difference(String where, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            return expected.properties().stream()
                    .map(member -> {
                        var name = member.getKey();
                        var inner = where + "." + name;
                        return name.equals("data")
                                ? elements(
                                        inner, V2Json.flattened(member.getValue()), V2Json.flattened(actual.path(name)))
                                : difference(inner, member.getValue(), actual.path(name));
                    })
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (expected.isArray() && actual.isArray()) {
            return elements(where, copyOf(expected), copyOf(actual));
        }
        return isSame(expected, actual)
                ? Optional.empty()
                : Optional.of(where + " is " + (actual.isMissingNode() ? "missing" : actual) + " (expected: " + expected
                        + ")");
    }

    private static Optional<String> elements(String where, List<JsonNode> expected, List<JsonNode> actual) {
        if (expected.size() != actual.size()) {
            return Optional.of(where + " has " + actual.size() + " elements (expected: " + expected.size() + ")");
        }
        for (var i = 0; i < expected.size(); i++) {
            var difference = difference(where + "[" + i + "]", expected.get(i), actual.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            var wanted = expected.asDouble();
            return Math.abs(wanted - actual.asDouble()) <= TOLERANCE * Math.max(1, Math.abs(wanted));
        }
        return expected.equals(actual);
    }

    private static List<JsonNode> copyOf(JsonNode array) {
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }
}
