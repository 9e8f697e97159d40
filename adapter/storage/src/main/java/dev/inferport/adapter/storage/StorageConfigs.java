package dev.inferport.adapter.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the complete storage configuration of a request. Thread-safe; the files are read anew each time, so that a
 * rotated secret is noticed.
 */
public final class StorageConfigs {

    /** What Kubernetes allows as a key of a secret; {@code ..} starts names that its volumes keep for themselves. */
    private static final Pattern ENTRY_NAME = Pattern.compile("(?!\\.\\.)(?!\\.$)[A-Za-z0-9._-]{1,253}");

    private final ObjectMapper json = new ObjectMapper();
    private final Path directory;

    /** Reads entries from the files of a folder, one file per storage key. */
    public StorageConfigs(Path storageConfigDir) {
        this.directory = storageConfigDir;
    }

    /**
     * The entry that the request names, completed and overridden by the request's parameters. Without a storage key it
     * is {@code default_<type>} if the parameters give a type, else {@code default}; then the entry may be missing.
     *
     * @throws LoadException NOT_FOUND if there is no entry of the given key, FAILED_PRECONDITION if the entry can't be
     *     used, INVALID_ARGUMENT if the request is wrong
     */
    public StorageConfig resolve(StorageRequest request) throws LoadException {
        return StorageEntry.of(stored(request)).completedBy(request);
    }

    private ObjectNode stored(StorageRequest request) throws LoadException {
        if (request.storageKey().isPresent()) {
            var key = request.storageKey().get();
            return read(key)
                    .orElseThrow(() -> new LoadException(
                            Reason.NOT_FOUND,
                            "The storage configuration has no entry '" + key
                                    + "'; add it, or correct the storage key of the model."));
        }
        var type = request.parameters().get("type");
        return read(type == null ? "default" : "default_" + type).orElseGet(StorageEntry::empty);
    }

    private Optional<ObjectNode> read(String name) throws LoadException {
        if (!ENTRY_NAME.matcher(name).matches()) {
            throw new LoadException(
                    Reason.INVALID_ARGUMENT,
                    "'" + name + "' can't be an entry of the storage configuration; a storage key has only letters,"
                            + " digits, '-', '_' and '.'.");
        }
        try {
            var entry = object(name, json.readTree(Files.readAllBytes(directory.resolve(name))));
            StoredFiles.read(name, entry);
            return Optional.of(entry);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw malformed(name);
        } catch (IOException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The entry '" + name + "' of the storage configuration can't be read: "
                            + e.getClass().getSimpleName() + "; check its permissions.",
                    e);
        }
    }

    private static ObjectNode object(String name, JsonNode node) throws LoadException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw malformed(name);
    }

    /** Without the parser's own words, which quote the text and so perhaps a secret. */
    private static LoadException malformed(String name) {
        return new LoadException(
                Reason.FAILED_PRECONDITION,
                "The entry '" + name + "' of the storage configuration is not a JSON object; correct the secret.");
    }
}
