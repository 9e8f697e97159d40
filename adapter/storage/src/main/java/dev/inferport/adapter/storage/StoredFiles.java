package dev.inferport.adapter.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inferport.adapter.storage.LoadException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Certificates and keys that an entry names by the absolute path of a mounted file. Their text takes the place of the
 * path, so that a file which changes changes the configuration, and with it the client. Parameters of a request can't
 * name files.
 */
final class StoredFiles {

    private static final Set<String> FIELDS =
            Set.of("certificate", "AWS_CA_BUNDLE", "client_certificate", "client_key");

    private StoredFiles() {}

    static void read(String entry, ObjectNode stored) throws LoadException {
        for (var field : FIELDS) {
            var path = stored.path(field).asText("").strip();
            if (path.startsWith("/")) {
                stored.put(field, text(entry, field, path));
            }
        }
    }

    private static String text(String entry, String field, String path) throws LoadException {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new LoadException(
                    Reason.FAILED_PRECONDITION,
                    "The file '" + path + "' that '" + field + "' of the entry '" + entry
                            + "' of the storage configuration names can't be read; mount it, or give its text.",
                    e);
        }
    }
}
