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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file {@code .env} in the working directory, as MLServer reads it: {@code NAME=value}, perhaps behind
 * {@code export}; values bare, or in single or double quotes, where they may have many lines; {@code #} begins a
 * comment; a name alone sets nothing. A variable of the environment wins over one of the file, in whatever case either
 * is written.
 *
 * <p>The file holds secrets, so no problem is told with its text.
 */
final class DotEnv {

    private static final Pattern NOTHING = Pattern.compile("[ \\t]*+(?:#[^\\n]*+)?+(?:\\n|\\z)");

    /**
     * A backslash escapes a quote unless no other quote would then end the value. Possessive quantifiers keep long
     * values off the stack.
     */
    private static final Pattern STATEMENT = Pattern.compile(
            "[ \\t]*+(?:export[ \\t]++)?+(?<name>[^=#\\s]++)[ \\t]*+"
                    + "(?:(?<set>=)[ \\t]*+(?:'(?<single>(?:[^'\\\\]|\\\\.)*+|[^']*+)'"
                    + "|\"(?<double>(?:[^\"\\\\]|\\\\.)*+|[^\"]*+)\""
                    + "|(?<bare>(?!['\"])[^\\n]*+)))?"
                    + "[ \\t]*+(?:#[^\\n]*+)?+(?:\\n|\\z)",
            Pattern.DOTALL);

    private static final Pattern SINGLE_ESCAPE = Pattern.compile("\\\\([\\\\'])");
    private static final Pattern DOUBLE_ESCAPE = Pattern.compile("\\\\([\\\\'\"abfnrtv])");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");

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
            String text = Files.readString(file).replace("\r\n", "\n").replace('\r', '\n');
            Map<String, String> variables = new HashMap<>();
            Matcher nothing = NOTHING.matcher(text);
            Matcher statement = STATEMENT.matcher(text);
            int at = 0;
            while (at < text.length()) {
                if (nothing.region(at, text.length()).lookingAt()) {
                    at = nothing.end();
                } else if (statement.region(at, text.length()).lookingAt()) {
                    if (statement.group("set") != null) {
                        variables.put(statement.group("name"), value(statement));
                    }
                    at = statement.end();
                } else {
                    long line = text.substring(0, at).lines().count() + 1;
                    throw problem(
                            file, "line " + line + " (expected: NAME=value; quotes around a value, if any, end it)");
                }
            }
            return variables;
        } catch (IOException e) {
            throw problem(file, e.toString());
        }
    }

    private static String value(Matcher statement) {
        String single = statement.group("single");
        if (single != null) {
            return SINGLE_ESCAPE.matcher(single).replaceAll("$1");
        }
        String quoted = statement.group("double");
        if (quoted != null) {
            return DOUBLE_ESCAPE.matcher(quoted).replaceAll(DotEnv::escaped);
        }
        return COMMENT.matcher(statement.group("bare")).replaceFirst("").strip();
    }

    private static String escaped(MatchResult escape) {
        return switch (escape.group(1)) {
            case "a" -> "\u0007";
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "v" -> "\u000b";
            default -> Matcher.quoteReplacement(escape.group(1));
        };
    }

    private static ConfigurationException problem(Path file, String why) {
        return new ConfigurationException(List.of(file + ": " + why));
    }
}
