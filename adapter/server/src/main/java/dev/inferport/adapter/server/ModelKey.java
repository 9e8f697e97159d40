package dev.inferport.adapter.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException;
import dev.inferport.adapter.storage.LoadException.Reason;
import dev.inferport.adapter.storage.PulledModel;
import dev.inferport.adapter.storage.StorageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The JSON that the serving controller puts into a request's {@code modelKey}; keys that aren't asked for are ignored.
 * An empty text is an empty object, because that is what the mesh sends for a model registered without a key.
 */
final class ModelKey {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode root;

    private ModelKey(JsonNode root) {
        this.root = root;
    }

    static ModelKey parse(String text) throws LoadException {
        try {
            var root = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
            if (!root.isObject()) {
                throw invalid("modelKey is not a JSON object (expected: such as {\"storage_key\": \"…\"})");
            }
            return new ModelKey(root);
        } catch (JsonProcessingException e) {
            // Jackson's message would quote the text, which may hold credentials.
            throw invalid("modelKey is not valid JSON, at column "
                    + e.getLocation().getColumnNr() + "; register the model again with a valid key");
        }
    }

    /** The format's name, from the string or the object that {@code model_type} may be. */
    Optional<String> modelType() {
        var type = root.path("model_type");
        var name = type.isObject() ? type.path("name") : type;
        return name.isTextual() && !name.textValue().isBlank() ? Optional.of(name.textValue()) : Optional.empty();
    }

    Optional<String> schemaPath() throws LoadException {
        return text("schema_path").filter(path -> !path.isBlank());
    }

    StorageRequest storage() throws LoadException {
        return new StorageRequest(
                text("storage_key").filter(key -> !key.isEmpty()),
                storageParameters(),
                text("bucket").filter(bucket -> !bucket.isEmpty()));
    }

    /**
     * The key for a runtime that finds the files on its disk: where they are and how large, and nothing of the storage
     * they came from. Whatever else is in the key stays.
     */
    String pulled(PulledModel files) {
        var key = withoutStorage();
        files.schemaPath().ifPresent(path -> key.put("schema_path", path.toString()));
        return key.put("disk_size_bytes", files.diskBytes()).toString();
    }

    /** The key without what only a puller needs, which may be secret. */
    ObjectNode withoutStorage() {
        return ((ObjectNode) root).deepCopy().without(List.of("storage_key", "storage_params", "bucket"));
    }

    /** A size in bytes. */
    OptionalLong bytes(String key, long least) throws LoadException {
        var value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        var whole =
                value.isNumber() && value.canConvertToLong() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole || value.longValue() < least) {
            throw invalid(
                    key + " of modelKey: " + value + " (expected: a whole number of bytes, at least " + least + ")");
        }
        return OptionalLong.of(value.longValue());
    }

    private Map<String, String> storageParameters() throws LoadException {
        var node = root.path("storage_params");
        if (node.isMissingNode() || node.isNull()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw invalid("storage_params of modelKey is not an object (expected: {\"name\": \"value\", …})");
        }
        var parameters = new LinkedHashMap<String, String>();
        for (var entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw invalid(
                        "storage_params." + entry.getKey() + " of modelKey is not a string (expected: strings only)");
            }
            parameters.put(entry.getKey(), entry.getValue().textValue());
        }
        return parameters;
    }

    private Optional<String> text(String key) throws LoadException {
        var value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid(key + " of modelKey is not a string (expected: a string, in quotes)");
        }
        return Optional.of(value.textValue());
    }

    private static LoadException invalid(String sentence) {
        return new LoadException(Reason.INVALID_ARGUMENT, sentence + ".");
    }
}
