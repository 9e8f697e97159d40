package dev.inferport.runtime.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the environment says of every model whose settings file does not: the variables {@code MLSERVER_MODEL_*}, with
 * names in any case.
 */
public final class ModelDefaults {

    private static final String PREFIX = "MLSERVER_MODEL_";

    /** Variables that give a field of the settings; the others give one of their parameters. */
    private static final Set<String> FIELDS = Set.of(
            "name",
            "implementation",
            "platform",
            "max_batch_size",
            "max_batch_time",
            "max_queue_size",
            "parallel_workers",
            "warm_workers",
            "cache_enabled");

    private static final Set<String> PARAMETERS = Set.of(
            "uri",
            "version",
            "content_type",
            "format",
            "environment_path",
            "environment_tarball",
            "inference_pool_gid",
            "autogenerate_inference_pool_gid",
            WarmUp.PARAMETER);

    /** Variables whose value is JSON. */
    private static final Set<String> JSON_FIELDS = Set.of("versions", "inputs", "outputs", "parameters");

    private final ObjectNode settings;

    private ModelDefaults(ObjectNode settings) {
        this.settings = settings;
    }

    /** No defaults. */
    public static ModelDefaults none() {
        return new ModelDefaults(new ObjectMapper().createObjectNode());
    }

    /**
     * The defaults that these variables give.
     *
     * @throws IllegalArgumentException where a variable that holds JSON can't be parsed
     */
    public static ModelDefaults fromEnvironment(Map<String, String> environment) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode settings = mapper.createObjectNode();
        ObjectNode parameters = mapper.createObjectNode();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.toUpperCase(Locale.ROOT).startsWith(PREFIX) && !value.isEmpty()) {
                String field = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                if (FIELDS.contains(field)) {
                    settings.put(field, value);
                } else if (PARAMETERS.contains(field)) {
                    parameters.put(field, value);
                } else if (JSON_FIELDS.contains(field)) {
                    settings.set(field, parse(mapper, variable, value));
                } else if (field.equals("extra")) {
                    parameters.set(field, parse(mapper, variable, value));
                }
            }
        });
        if (!parameters.isEmpty()) {
            settings.withObject("/parameters").setAll(parameters);
        }
        return new ModelDefaults(settings);
    }

    /** Whether these defaults alone describe a model, so that a repository without any has one. */
    boolean describeAModel() {
        return settings.hasNonNull("implementation") && settings.hasNonNull("name");
    }

    Optional<String> name() {
        return Optional.ofNullable(settings.path("name").textValue());
    }

    /** The settings of a file, completed with these: what the file says wins, field by field. */
    ObjectNode completed(ObjectNode file) {
        ObjectNode merged = settings.deepCopy();
        file.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (field.getKey().equals("parameters")
                    && value.isObject()
                    && merged.path("parameters").isObject()) {
                merged.withObject("/parameters").setAll((ObjectNode) value);
            } else {
                merged.set(field.getKey(), value);
            }
        });
        return merged;
    }

    private static JsonNode parse(ObjectMapper mapper, String variable, String value) {
        try {
            return mapper.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    variable + ": not JSON at column " + e.getLocation().getColumnNr(), e);
        }
    }
}
