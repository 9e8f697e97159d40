package dev.inferport.adapter.azure;

import dev.inferport.adapter.storage.LoadException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the portal gives: {@code Name=value} with semicolons between. */
final class ConnectionString {

    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ConnectionString() {}

    static ConnectionString none() {
        return new ConnectionString();
    }

    static ConnectionString of(String text) throws LoadException {
        var connection = new ConnectionString();
        for (var part : SEMICOLON.split(text.strip(), -1)) {
            int equals = part.indexOf('=');
            if (!part.isBlank() && equals < 1) {
                throw AzureSettings.invalid(
                        "has a connection_string that is not Name=value;Name=value; copy it again.");
            }
            if (!part.isBlank()) {
                connection.values.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        if (connection.value("AccountKey").isEmpty()
                && connection.value("SharedAccessSignature").isEmpty()) {
            throw AzureSettings.invalid(
                    "has a connection_string without AccountKey and SharedAccessSignature; copy it again.");
        }
        return connection;
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }
}
