package dev.inferport.runtime.core;

import dev.inferport.runtime.api.InferenceException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The loaded versions of one model; immutable, replaced as a whole by the next load. */
final class ModelVersions {

    private final Map<String, ServedModel> byVersion;
    private final ServedModel defaultModel;

    /** @param byVersion at least one; the empty text is the version of a model that has none */
    ModelVersions(Map<String, ServedModel> byVersion) {
        this.byVersion = new TreeMap<>(byVersion);
        this.defaultModel = Objects.requireNonNull(byVersion.get(VersionOrder.defaultOf(byVersion.keySet())));
    }

    /**
     * The model of that version, or the default one.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where that version is not loaded. It is not a MODEL_NOT_FOUND, and
     *     the text must not end in "not found": a mesh would take either as a sign to evict the model.
     */
    ServedModel select(String modelName, Optional<String> version) {
        if (version.isEmpty()) {
            return defaultModel;
        }
        ServedModel selected = byVersion.get(version.get());
        if (selected == null) {
            throw new InferenceException(
                    "model '" + modelName + "' has no version '" + version.get() + "' (loaded: " + names() + ")");
        }
        return selected;
    }

    /** The model of that version, or the default one, where it is loaded. */
    Optional<ServedModel> find(Optional<String> version) {
        return version.isEmpty() ? Optional.of(defaultModel) : Optional.ofNullable(byVersion.get(version.get()));
    }

    /** The versions that have a name. */
    List<String> names() {
        return byVersion.keySet().stream()
                .filter(version -> !version.equals(VersionOrder.NONE))
                .toList();
    }

    Collection<String> keys() {
        return byVersion.keySet();
    }

    Collection<ServedModel> models() {
        return byVersion.values();
    }
}
