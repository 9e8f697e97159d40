package dev.inferport.adapter.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The complete description of a storage: its type and what the provider of that type needs. Immutable; equal by
 * content, so that a client can be shared exactly where everything about it is equal.
 */
public final class StorageConfig {

    private final String type;
    private final ObjectNode fields;

    private final String digest;

    /** Whether a request, and not the owner of the credentials, says whom to trust. */
    private final boolean trustIsRequested;

    /** For the sentences of errors; two origins of one content are equal. */
    private final String origin;

    private StorageConfig(String type, ObjectNode fields, boolean trustIsRequested, String origin) {
        this.type = type;
        this.fields = fields;
        this.digest = Digests.sha256(type.length() + " " + type + fields);
        this.trustIsRequested = trustIsRequested;
        this.origin = origin;
    }

    /** A configuration of plain strings, as used for local runs and tests. */
    public static StorageConfig of(String type, Map<String, String> fields) {
        var node = StorageEntry.empty();
        fields.forEach(node::put);
        return of(type, node);
    }

    static StorageConfig of(String type, ObjectNode fields) {
        return of(type, fields, false, "no storage key");
    }

    static StorageConfig of(String type, ObjectNode fields, boolean trustIsRequested, String origin) {
        return new StorageConfig(type, fields.deepCopy(), trustIsRequested, origin);
    }

    /** Where it comes from and what it means, without secrets: {@code storage key 'prod', type s3, bucket 'models'}. */
    String subject() {
        var bucket = text("bucket", "AWS_S3_BUCKET").map(name -> ", bucket '" + name + "'");
        var place = bucket.or(() -> text("container").map(name -> ", container '" + name + "'"))
                .or(() -> text("name").map(name -> ", claim '" + name + "'"));
        return origin + ", type " + type + place.orElse("");
    }

    /** Stands for the content, secrets and all, without having them: equal where the content is. */
    String digest() {
        return digest;
    }

    /** The kind of storage, such as {@code s3}. */
    public String type() {
        return type;
    }

    /**
     * The value under the first of {@code names} that is there and not blank; several names are several spellings of
     * one setting. Numbers and booleans come as their text.
     */
    public Optional<String> text(String... names) {
        for (var name : names) {
            var value = fields.path(name);
            if (value.isValueNode() && !value.asText("").isBlank()) {
                return Optional.of(value.asText());
            }
        }
        return Optional.empty();
    }

    /**
     * A switch under the first of {@code names} that is there: {@code true}, {@code 1}, {@code yes} or {@code on}, or
     * the opposite.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if it is another word
     */
    public Optional<Boolean> flag(String... names) throws LoadException {
        for (var name : names) {
            var value = text(name);
            if (value.isPresent()) {
                return Optional.of(flag(name, value.get().strip().toLowerCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }

    private boolean flag(String name, String value) throws LoadException {
        return switch (value) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default ->
                throw new LoadException(
                        LoadException.Reason.INVALID_ARGUMENT,
                        "The '" + name + "' of the " + type + " storage is neither true nor false; correct it.");
        };
    }

    /**
     * A value that must be there.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if it is not
     */
    public String required(String... names) throws LoadException {
        return text(names)
                .orElseThrow(() -> new LoadException(
                        LoadException.Reason.INVALID_ARGUMENT,
                        "The " + type + " storage has no '" + names[0] + "'; add it to the entry of the storage"
                                + " configuration or to the storage parameters of the model."));
    }

    /**
     * Makes sure that the identity of this pod is only shown through a trust that its owner chose.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if a request chose it
     */
    public void requireStoredTrust() throws LoadException {
        if (trustIsRequested) {
            throw new LoadException(
                    LoadException.Reason.INVALID_ARGUMENT,
                    "The storage parameters of a model can't say whom to trust where the " + type
                            + " storage shows the identity of this pod; put verify_ssl and certificate into the entry of"
                            + " a storage key, or set auth to anonymous.");
        }
    }

    /**
     * An object whose values are strings or lists of strings, as the headers of {@code http}; empty if there is none.
     *
     * @throws LoadException {@link LoadException.Reason#INVALID_ARGUMENT} if it has another form
     */
    public Map<String, List<String>> textLists(String name) throws LoadException {
        var object = fields.path(name);
        if (object.isMissingNode() || object.isNull()) {
            return Map.of();
        }
        if (!object.isObject()) {
            throw malformed(name);
        }
        var lists = new LinkedHashMap<String, List<String>>();
        for (var entry : object.properties()) {
            lists.put(entry.getKey(), texts(name + "." + entry.getKey(), entry.getValue()));
        }
        return lists;
    }

    private List<String> texts(String name, JsonNode value) throws LoadException {
        var texts = new ArrayList<String>();
        for (var item : value.isArray() ? value : List.of(value)) {
            if (!item.isTextual()) {
                throw malformed(name);
            }
            texts.add(item.asText());
        }
        return List.copyOf(texts);
    }

    private LoadException malformed(String name) {
        return new LoadException(
                LoadException.Reason.INVALID_ARGUMENT,
                "The '" + name + "' of the " + type
                        + " storage has an unexpected form; expected is an object whose values"
                        + " are strings or lists of strings.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StorageConfig that
                && type.equals(that.type)
                && fields.equals(that.fields)
                && trustIsRequested == that.trustIsRequested;
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + fields.hashCode();
    }

    /** Names the fields without their values. */
    @Override
    public String toString() {
        var names = new TreeSet<String>();
        fields.fieldNames().forEachRemaining(names::add);
        return "StorageConfig[type=" + type + ", fields=" + names + "]";
    }
}
