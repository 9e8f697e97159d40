package dev.inferport.servicekit;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Environment variables as typed values. A variable that can't be read yields its default and is remembered;
 * {@link #bind} (or {@link #check}) then reports all of them at once, so that an operator mends a deployment in one
 * round.
 *
 * <p>An empty variable counts as one that isn't set, except for {@link #string(String, String)}, where it is a value.
 * White space around a value is ignored, except for strings. The value of a variable whose name smells of a secret is
 * never shown. Confined to the thread that starts the process.
 */
public final class Environment {

    private static final Set<String> TRUE = Set.of("1", "true", "t", "yes", "y", "on");
    private static final Set<String> FALSE = Set.of("0", "false", "f", "no", "n", "off");
    private static final Pattern SECRET = Pattern.compile("SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|_KEY");

    private final Map<String, String> variables;
    private final Set<String> problems = new LinkedHashSet<>();

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Variables whose names are written exactly as asked for. */
    public static Environment of(Map<String, String> variables) {
        return new Environment(Map.copyOf(variables));
    }

    /** Variables whose names may be written in any case; of two that differ in case only, the upper-case one wins. */
    public static Environment ofIgnoringCase(Map<String, String> variables) {
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        variables.keySet().stream().sorted().forEach(name -> sorted.putIfAbsent(name, variables.get(name)));
        return new Environment(sorted);
    }

    /**
     * Builds settings from this environment.
     *
     * @param binder reads variables and makes a settings record; an {@link IllegalArgumentException} of the record
     *     counts as a problem of the configuration
     * @throws ConfigurationException if any variable that was read, or the record, has a problem
     */
    public <T> T bind(Function<? super Environment, ? extends T> binder) {
        T settings;
        try {
            settings = binder.apply(this);
        } catch (IllegalArgumentException e) {
            if (problems.isEmpty()) {
                problems.add(String.valueOf(e.getMessage()));
            }
            throw new ConfigurationException(List.copyOf(problems));
        }
        check();
        return settings;
    }

    /** Throws if any variable that was read so far has a problem. */
    public void check() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(List.copyOf(problems));
        }
    }

    /** Adds a problem that only the caller can see, such as two variables that exclude each other. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /** Whether the variable is set and not empty. */
    public boolean isSet(String name) {
        return value(name).isPresent();
    }

    /** All variables whose names start with the prefix, sorted by name; for families such as {@code X_HEADER_*}. */
    public Map<String, String> startingWith(String prefix) {
        var found = new TreeMap<String, String>();
        boolean ignoreCase = variables instanceof TreeMap;
        variables.forEach((name, value) -> {
            if (name.regionMatches(ignoreCase, 0, prefix, 0, prefix.length())) {
                found.put(name, value);
            }
        });
        return found;
    }

    /** The text as it is, even if empty. */
    public String string(String name, String defaultValue) {
        return variables.getOrDefault(name, defaultValue);
    }

    /** The text, unless unset or empty. */
    public Optional<String> string(String name) {
        return value(name);
    }

    /** A whole number within the bounds, both inclusive. */
    public int integer(String name, int defaultValue, int min, int max) {
        return (int) longValue(name, defaultValue, min, max);
    }

    /** A whole number within the bounds, both inclusive, unless unset. */
    public Optional<Integer> integer(String name, int min, int max) {
        return read(name, text -> (int) parseLong(text, min, max), expectedWhole(min, max));
    }

    /** A whole number within the bounds, both inclusive. */
    public long longValue(String name, long defaultValue, long min, long max) {
        return longValue(name, min, max).orElse(defaultValue);
    }

    /** A whole number within the bounds, both inclusive, unless unset. */
    public Optional<Long> longValue(String name, long min, long max) {
        return read(name, text -> parseLong(text, min, max), expectedWhole(min, max));
    }

    /** A finite decimal number within the bounds, both inclusive. */
    public double decimal(String name, double defaultValue, double min, double max) {
        return decimal(name, min, max).orElse(defaultValue);
    }

    /** A finite decimal number within the bounds, both inclusive, unless unset. */
    public Optional<Double> decimal(String name, double min, double max) {
        return read(name, text -> parseDouble(text, min, max), "a number from " + min + " to " + max);
    }

    /** {@code 1/0}, {@code true/false}, {@code t/f}, {@code yes/no}, {@code y/n} or {@code on/off}, in any case. */
    public boolean bool(String name, boolean defaultValue) {
        return bool(name).orElse(defaultValue);
    }

    /** As {@link #bool(String, boolean)}, unless unset. */
    public Optional<Boolean> bool(String name) {
        return read(name, Environment::parseBool, "true or false (or 1/0, yes/no, on/off)");
    }

    /** A whole number of milliseconds, 0 or more. */
    public Duration millis(String name, Duration defaultValue) {
        return longValue(name, 0, Long.MAX_VALUE).map(Duration::ofMillis).orElse(defaultValue);
    }

    /** A path of the file system; whether it exists is the reader's business. */
    public Path path(String name, Path defaultValue) {
        return path(name).orElse(defaultValue);
    }

    /** As {@link #path(String, Path)}, unless unset. */
    public Optional<Path> path(String name) {
        return read(name, Path::of, "a path");
    }

    /** An endpoint as {@link Endpoint#parse} reads it. */
    public Endpoint endpoint(String name, Endpoint defaultValue) {
        return read(name, Endpoint::parse, "port:N or unix:/path").orElse(defaultValue);
    }

    /** File permissions as three octal digits, such as {@code 660}, unless unset. */
    public Optional<Set<PosixFilePermission>> fileMode(String name) {
        return read(name, FileMode::parse, "three octal digits, such as 660");
    }

    /** One of an enum's constants, in any case, with {@code -} and {@code _} taken as the same. */
    public <E extends Enum<E>> E choice(String name, E defaultValue) {
        Class<E> type = defaultValue.getDeclaringClass();
        String names = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
        return read(
                        name,
                        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')),
                        "one of " + names)
                .orElse(defaultValue);
    }

    /** A comma-separated list without empty members. */
    public List<String> list(String name, List<String> defaultValue) {
        return value(name).map(Environment::parseList).orElse(defaultValue);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isEmpty());
    }

    private <T> Optional<T> read(String name, Function<String, T> parser, String expectation) {
        Optional<String> text = value(name).map(String::strip).filter(stripped -> !stripped.isEmpty());
        try {
            return text.map(parser);
        } catch (IllegalArgumentException e) {
            String shown =
                    SECRET.matcher(name.toUpperCase(Locale.ROOT)).find() ? "(hidden)" : "'" + text.orElse("") + "'";
            problems.add(name + ": " + shown + " (expected: " + expectation + ")");
            return Optional.empty();
        }
    }

    private static long parseLong(String text, long min, long max) {
        long number = Long.parseLong(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static double parseDouble(String text, double min, double max) {
        double number = Double.parseDouble(text);
        if (!(number >= min && number <= max) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static boolean parseBool(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return true;
        }
        if (FALSE.contains(word)) {
            return false;
        }
        throw new IllegalArgumentException("not a boolean");
    }

    private static List<String> parseList(String text) {
        var members = new ArrayList<String>();
        for (String member : text.split(",", -1)) {
            if (!member.isBlank()) {
                members.add(member.strip());
            }
        }
        return List.copyOf(members);
    }

    private static String expectedWhole(long min, long max) {
        boolean unbounded = max == Long.MAX_VALUE || max == Integer.MAX_VALUE;
        return unbounded ? "a whole number, at least " + min : "a whole number from " + min + " to " + max;
    }
}
