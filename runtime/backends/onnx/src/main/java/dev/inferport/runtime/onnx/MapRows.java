package dev.inferport.runtime.onnx;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.InferenceException.Reason;
import dev.inferport.runtime.api.Parameters;
import dev.inferport.runtime.api.ResponseOutput;
import dev.inferport.runtime.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Maps with the same keys as a matrix: a row each, a column for each key in ascending order. */
final class MapRows {

    private MapRows() {}

    /** @throws InferenceException (INTERNAL) where the maps have different keys */
    static ResponseOutput flatten(String name, List<? extends Map<?, ?>> maps) {
        if (maps.isEmpty()) {
            return new ResponseOutput(name, Tensor.of(new float[0], 0, 0));
        }
        List<Object> keys = new ArrayList<>(new TreeSet<Object>(maps.get(0).keySet()));
        List<Object> values = new ArrayList<>(maps.size() * keys.size());
        for (Map<?, ?> map : maps) {
            if (map.size() != keys.size()) {
                throw differentKeys(name, keys, map);
            }
            for (Object key : keys) {
                Object value = map.get(key);
                if (value == null) {
                    throw differentKeys(name, keys, map);
                }
                values.add(value);
            }
        }
        return new ResponseOutput(name, matrix(values, maps.size(), keys.size()), keys(keys));
    }

    /** The parameter that tells what each column is the value of. */
    static Parameters keys(List<Object> keys) {
        return Parameters.of("keys", json(keys));
    }

    private static InferenceException differentKeys(String name, List<Object> keys, Map<?, ?> map) {
        return new InferenceException(
                Reason.INTERNAL,
                "output '" + name + "': maps with different keys, which are no matrix: " + keys + " and "
                        + new TreeSet<Object>(map.keySet()));
    }

    private static Tensor matrix(List<Object> values, long rows, long columns) {
        Object first = values.isEmpty() ? 0f : values.get(0);
        if (first instanceof Float) {
            float[] floats = new float[values.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (Float) values.get(i);
            }
            return Tensor.of(floats, rows, columns);
        }
        if (first instanceof Double) {
            return Tensor.of(values.stream().mapToDouble(Double.class::cast).toArray(), rows, columns);
        }
        if (first instanceof Long) {
            return Tensor.of(values.stream().mapToLong(Long.class::cast).toArray(), rows, columns);
        }
        return Tensor.ofStrings(values.stream().map(String.class::cast).toList(), rows, columns);
    }

    private static String json(List<Object> keys) {
        StringBuilder json = new StringBuilder("[");
        for (Object key : keys) {
            json.append(json.length() > 1 ? "," : "");
            if (key instanceof String text) {
                json.append('"').append(escaped(text)).append('"');
            } else {
                json.append(key);
            }
        }
        return json.append(']').toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
