package dev.inferport.runtime.server;

import dev.inferport.servicekit.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file {@code .env} in the working directory, as MLServer reads it: one variable a line, perhaps behind
 * {@code export}; values bare, in single or in double quotes; {@code #} begins a comment. A variable of the environment
 * wins over one of the file, in whatever case either is written.
 */
final class DotEnv {

    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*?)\\s*");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private DotEnv() {}

    /** The environment, over the variables of the file; the environment alone where there is none. */
    static Map<String, String> under(Path file, Map<String, String> environment) {
        if (!Files.isRegularFile(file)) {
            return environment;
        }
        Map<String, String> merged = new HashMap<>(environment);
        Set<String> set = environment.keySet().stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        read(file).forEach((name, value) -> {
            if (!set.contains(name.toUpperCase(Locale.ROOT))) {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static Map<String, String> read(Path file) {
        try {
            Map<String, String> variables = new HashMap<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                    Matcher matcher = LINE.matcher(line);
                    if (!matcher.matches()) {
                        throw problem(file, "'" + line + "' (expected: NAME=value)");
                    }
                    variables.put(matcher.group(1), value(matcher.group(2)));
                }
            }
            return variables;
        } catch (IOException e) {
            throw problem(file, e.toString());
        }
    }

    private static String value(String text) {
        Matcher single = SINGLE_QUOTED.matcher(text);
        if (single.matches()) {
            return single.group(1);
        }
        Matcher quoted = DOUBLE_QUOTED.matcher(text);
        if (quoted.matches()) {
            return ESCAPE.matcher(quoted.group(1)).replaceAll(escape -> switch (escape.group(1)) {
                case "n" -> "\n";
                case "t" -> "\t";
                default -> Matcher.quoteReplacement(escape.group(1));
            });
        }
        int comment = text.startsWith("#") ? 0 : text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private static ConfigurationException problem(Path file, String why) {
        return new ConfigurationException(List.of(file + ": " + why));
    }
}
