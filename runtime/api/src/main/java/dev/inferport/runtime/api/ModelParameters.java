package dev.inferport.runtime.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code parameters} of a model's settings: some with a meaning of their own, and any others, which belong to the
 * model. Values are those of JSON: {@link String}, {@link Boolean}, {@link Number}, {@link java.util.List},
 * {@link Map}.
 */
public final class ModelParameters {

    private static final ModelParameters NONE = new ModelParameters(Map.of());

    private final Map<String, Object> values;

    private ModelParameters(Map<String, Object> values) {
        this.values = values;
    }

    public static ModelParameters none() {
        return NONE;
    }

    public static ModelParameters of(Map<String, ?> values) {
        return new ModelParameters(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    /** Where the model's files are; see {@link ModelUri}. */
    public Optional<String> uri() {
        return string("uri");
    }

    /** The version of the model that the settings describe. */
    public Optional<String> version() {
        return string("version");
    }

    /** The content type of requests that name none. */
    public Optional<String> contentType() {
        return string("content_type");
    }

    /** The name of a format that has several. */
    public Optional<String> format() {
        return string("format");
    }

    /** Settings of the model's own. */
    public Map<String, Object> extra() {
        Map<String, Object> extra = new LinkedHashMap<>();
        if (values.get("extra") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> extra.put(String.valueOf(name), value));
        }
        return extra;
    }

    /** The value of that name, if there is one. */
    public Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Map<String, Object> asMap() {
        return values;
    }

    private Optional<String> string(String name) {
        return get(name).map(String::valueOf).filter(text -> !text.isEmpty());
    }
}
