package dev.inferport.runtime.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.servicekit.ConfigurationException;
import dev.inferport.servicekit.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's {@code settings.json}. Each of its fields stands for the variable {@code MLSERVER_<FIELD>} and wins over
 * it, so that both are read in one place.
 */
final class SettingsFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SettingsFile() {}

    /** The environment, with the fields of the file over it; the environment alone where there is no file. */
    static Map<String, String> over(Path file, Map<String, String> environment) {
        Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        merged.putAll(environment);
        if (!Files.exists(file)) {
            return merged;
        }
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            if (!tree.isObject()) {
                throw problem(file, "a JSON object is expected");
            }
            tree.properties()
                    .forEach(field ->
                            merged.put("MLSERVER_" + field.getKey().toUpperCase(Locale.ROOT), text(field.getValue())));
            return merged;
        } catch (JsonProcessingException e) {
            throw problem(
                    file, e.getOriginalMessage() + " at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw problem(file, e.toString());
        }
    }

    /** A null is a value too: it wins over the variable, and stands for none. */
    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** A variable whose value is a JSON list of texts. */
    static List<String> list(Environment variables, String name) {
        String json = variables.string(name).orElse("[]");
        try {
            return List.of(MAPPER.readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            variables.problem(name + ": '" + json + "' (expected: a JSON list of strings)");
            return List.of();
        }
    }

    private static ConfigurationException problem(Path file, String why) {
        return new ConfigurationException(List.of(file + ": " + why));
    }
}
