package dev.inferport.runtime.sklearn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The place of each category that training saw in a column. */
final class CategoryIndex {

    /** The place of a category that training did not see. */
    static final int UNKNOWN = -1;

    private final Map<Object, Integer> places = new HashMap<>();
    private final int count;

    CategoryIndex(List<Object> categories) {
        count = categories.size();
        for (int i = 0; i < count; i++) {
            places.put(key(Py.scalar(categories.get(i))), i);
        }
    }

    static List<CategoryIndex> of(Fields fields) {
        return fields.list("categories_").stream()
                .map(categories -> new CategoryIndex(Py.list(categories)))
                .toList();
    }

    int count() {
        return count;
    }

    boolean hasTexts() {
        return places.keySet().stream().anyMatch(String.class::isInstance);
    }

    int place(Object value) {
        return places.getOrDefault(key(value), UNKNOWN);
    }

    /** The place of a missing value, or {@link #UNKNOWN}. */
    int placeOfMissing() {
        return places.getOrDefault(Double.NaN, UNKNOWN);
    }

    private static Object key(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() + 0.0;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        return Py.isNone(value) ? Double.NaN : value;
    }
}
