package dev.inferport.runtime.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inferport.runtime.rest.CorsPolicy;
import dev.inferport.servicekit.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads MLServer's {@code cors_settings}, a JSON object. Without it there is no policy; a field that it leaves out may
 * be given by a variable of its own, such as {@code MLSERVER_ALLOW_ORIGINS}.
 */
final class CorsSettings {

    private static final String VARIABLE = "MLSERVER_CORS_SETTINGS";
    private static final int MAX_AGE_SECONDS = 600;

    private final Environment variables;
    private final JsonNode object;

    private CorsSettings(Environment variables, JsonNode object) {
        this.variables = variables;
        this.object = object;
    }

    static Optional<CorsPolicy> read(Environment variables) {
        Optional<String> json = variables.string(VARIABLE);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode tree = new ObjectMapper().readTree(json.get());
            if (tree.isObject()) {
                return Optional.of(new CorsSettings(variables, tree).policy());
            }
        } catch (JsonProcessingException e) {
            // Reported below, like anything else that is no object.
        }
        variables.problem(VARIABLE + ": '" + json.get() + "' (expected: a JSON object)");
        return Optional.empty();
    }

    private CorsPolicy policy() {
        return new CorsPolicy(
                texts("allow_origins", List.of()),
                pattern(),
                object.has("allow_credentials")
                        ? object.path("allow_credentials").asBoolean()
                        : variables.bool("MLSERVER_ALLOW_CREDENTIALS", false),
                texts("allow_methods", List.of("GET")),
                texts("allow_headers", List.of()),
                texts("expose_headers", List.of()),
                Duration.ofSeconds(
                        object.has("max_age")
                                ? object.path("max_age").asInt()
                                : variables.integer("MLSERVER_MAX_AGE", MAX_AGE_SECONDS, 0, Integer.MAX_VALUE)));
    }

    private Optional<Pattern> pattern() {
        String regex = object.path("allow_origin_regex")
                .asText(variables.string("MLSERVER_ALLOW_ORIGIN_REGEX").orElse(""));
        try {
            return regex.isEmpty() || regex.equals("null") ? Optional.empty() : Optional.of(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            variables.problem(VARIABLE + ": allow_origin_regex '" + regex + "' (expected: a regular expression)");
            return Optional.empty();
        }
    }

    private List<String> texts(String field, List<String> unset) {
        if (!object.hasNonNull(field)) {
            String variable = "MLSERVER_" + field.toUpperCase(Locale.ROOT);
            return variables.isSet(variable) ? SettingsFile.list(variables, variable) : unset;
        }
        JsonNode list = object.path(field);
        if (!list.isArray()) {
            variables.problem(VARIABLE + ": " + field + " " + list + " (expected: a list of strings)");
        }
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
