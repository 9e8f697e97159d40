package dev.inferport.adapter.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A stored entry of the storage configuration, to be completed by what a request says. */
final class StorageEntry {

    private static final String TYPE = "type";
    private static final String BUCKET = "bucket";

    /** An older name of {@code bucket}, in entries for S3. */
    private static final String DEFAULT_BUCKET = "default_bucket";

    /** What the key file of Google's console says of itself; as it is, it is an entry for Cloud Storage. */
    private static final String SERVICE_ACCOUNT = "service_account";

    private static final Pattern DOT = Pattern.compile("\\.");

    private final ObjectNode stored;

    private StorageEntry(ObjectNode stored) {
        this.stored = stored;
    }

    static StorageEntry of(ObjectNode stored) {
        if (stored.path(TYPE).asText("").equals(SERVICE_ACCOUNT)) {
            stored.put(TYPE, "gcs");
        }
        return new StorageEntry(stored);
    }

    static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    StorageConfig completedBy(StorageRequest request) throws LoadException {
        var origin =
                request.storageKey().map(key -> "storage key '" + key + "'").orElse("no storage key");
        try {
            return completedBy(request, origin);
        } catch (LoadException e) {
            throw e.about(origin);
        }
    }

    private StorageConfig completedBy(StorageRequest request, String origin) throws LoadException {
        var guard = new RedirectGuard(stored);
        guard.check(request.parameters());
        var fields = stored.deepCopy();
        request.bucket().ifPresent(bucket -> fields.put(BUCKET, bucket));
        for (var parameter : new TreeMap<>(request.parameters()).entrySet()) {
            override(fields, parameter.getKey(), parameter.getValue());
        }
        var type = fields.path(TYPE).asText("").strip().toLowerCase(Locale.ROOT);
        if (type.isEmpty()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "The storage type is unknown; give a 'type' in the storage parameters of the model, or name a storage"
                            + " key whose entry has one.");
        }
        fields.put(TYPE, type);
        if (type.equals("s3")) {
            adoptDefaultBucket(fields);
        }
        return StorageConfig.of(type, fields, guard.changesTrust(request.parameters()), origin);
    }

    private static void adoptDefaultBucket(ObjectNode fields) {
        var older = fields.remove(DEFAULT_BUCKET);
        if (older != null && !fields.hasNonNull(BUCKET)) {
            fields.set(BUCKET, older);
        }
    }

    private static void override(ObjectNode fields, String path, String value) throws LoadException {
        var names = List.of(DOT.split(path, -1));
        if (names.contains("")) {
            throw refused(path, "has an empty name between its dots");
        }
        var parent = fields;
        for (var name : names.subList(0, names.size() - 1)) {
            parent = child(parent, name, path);
        }
        var last = names.get(names.size() - 1);
        var before = parent.get(last);
        if (before != null && !before.isTextual()) {
            throw refused(path, "would replace something that is not a string");
        }
        parent.put(last, value);
    }

    private static ObjectNode child(ObjectNode parent, String name, String path) throws LoadException {
        var child = parent.get(name);
        if (child == null) {
            return parent.putObject(name);
        }
        if (child instanceof ObjectNode object) {
            return object;
        }
        throw refused(path, "leads through '" + name + "', which is not an object");
    }

    private static LoadException refused(String path, String why) {
        return new LoadException(
                Reason.INVALID_ARGUMENT, "The storage parameter '" + path + "' " + why + "; correct or remove it.");
    }
}
