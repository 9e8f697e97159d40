package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dictionary of a pickle: all its entries in their order, and those whose keys are texts by key. */
final class PyDict {

    private final List<Object> keys = new ArrayList<>(0);
    private final List<Object> values = new ArrayList<>(0);
    private final Map<String, Object> byText = new HashMap<>(0);

    void put(Object key, Object value) {
        keys.add(key);
        values.add(value);
        if (key instanceof String text) {
            byText.put(text, value);
        }
    }

    @Nullable
    Object get(String key) {
        return byText.get(key);
    }

    int size() {
        return keys.size();
    }

    List<Object> keys() {
        return Collections.unmodifiableList(keys);
    }

    List<Object> values() {
        return Collections.unmodifiableList(values);
    }
}
