package dev.inferport.servicekit;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The log levels of this process by logger name: ERROR, WARN, INFO, DEBUG, TRACE, OFF. It keeps each logger that it set
 * reachable, because the JDK forgets the level of one that isn't. Safe for use by several threads.
 */
public final class LogLevels {

    /** The name of the logger that all others inherit from. */
    public static final String ROOT = "root";

    private static final Map<String, Level> BY_NAME = Map.of(
            "ERROR", Level.SEVERE,
            "WARN", Level.WARNING,
            "WARNING", Level.WARNING,
            "INFO", Level.INFO,
            "DEBUG", Level.FINE,
            "TRACE", Level.FINEST,
            "OFF", Level.OFF,
            "CRITICAL", Level.SEVERE);

    // Guarded by this.
    private final SortedMap<String, Logger> loggers = new TreeMap<>();

    LogLevels() {}

    /**
     * Sets the level of a logger and of those below it that have none of their own.
     *
     * @param logger a logger's name, such as {@code dev.inferport}, or {@link #ROOT}
     * @param level a level's name, in any case
     * @throws IllegalArgumentException for a level that isn't one
     */
    public synchronized void set(String logger, String level) {
        Level parsed = parse(level);
        Logger target = Logger.getLogger(logger.equals(ROOT) ? "" : logger);
        target.setLevel(parsed);
        loggers.put(logger, target);
    }

    /** The levels that were set, by logger name. */
    public synchronized SortedMap<String, String> all() {
        var levels = new TreeMap<String, String>();
        loggers.forEach((name, logger) -> levels.put(name, nameOf(logger.getLevel())));
        return Collections.unmodifiableSortedMap(levels);
    }

    static Level parse(String level) {
        Level parsed = BY_NAME.get(level.strip().toUpperCase(Locale.ROOT));
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "log level: '" + level + "' (expected: ERROR, WARN, INFO, DEBUG, TRACE or OFF)");
        }
        return parsed;
    }

    static String nameOf(Level level) {
        int value = level.intValue();
        if (value == Level.OFF.intValue()) {
            return "OFF";
        }
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }
}
