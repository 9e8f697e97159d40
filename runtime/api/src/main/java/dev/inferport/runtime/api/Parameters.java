package dev.inferport.runtime.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request, a tensor or a response, by name and in the order given. A value is a {@link Boolean}, a
 * {@link Long}, a {@link java.math.BigInteger} (unsigned integers from 2^63 on), a {@link Double}, a {@link String},
 * or, over REST only, a {@link java.util.List} or {@link Map} of such values.
 */
public final class Parameters {

    private static final Parameters NONE = new Parameters(Map.of());

    private final Map<String, Object> values;

    private Parameters(Map<String, Object> values) {
        this.values = values;
    }

    public static Parameters none() {
        return NONE;
    }

    /** Parameters with a copy of these values. */
    public static Parameters of(Map<String, ?> values) {
        return values.isEmpty() ? NONE : new Parameters(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** Parameters with one value. */
    public static Parameters of(String name, Object value) {
        return new Parameters(Map.of(name, value));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value of that name, if there is one. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The text of that name, if there is one.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the value is not a text
     */
    public Optional<String> string(String name) {
        return get(name, String.class, "a string");
    }

    /**
     * The truth value of that name, if there is one.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the value is not a truth value
     */
    public Optional<Boolean> bool(String name) {
        return get(name, Boolean.class, "true or false");
    }

    /** An unmodifiable view of all values. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** These parameters and one more, which replaces a value of the same name. */
    public Parameters with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(name, value);
        return new Parameters(Collections.unmodifiableMap(copy));
    }

    private <T> Optional<T> get(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new InferenceException("parameter '" + name + "': " + value + " (expected: " + expected + ")");
        }
        return Optional.ofNullable(type.cast(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
