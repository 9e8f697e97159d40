package dev.inferport.servicekit;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sends the process's log to stderr, one line per event.
 *
 * <p>Call {@link #configure} first in {@code main}, before any class with a logger is loaded: only then do log lines of
 * an orderly stop still come out, because the JDK otherwise switches its log off as soon as a signal arrives.
 */
public final class LogSetup {

    /** How a line looks. */
    public enum Format {
        /** {@code 2026-01-31T12:00:00.123Z INFO Puller event=pulled model=m ms=12}. */
        TEXT,
        /** One JSON object per line with time, level, logger, thread, message and, for a failure, its stack trace. */
        JSON
    }

    private static final String MANAGER_PROPERTY = "java.util.logging.manager";

    /**
     * Its only warning is a stack trace for each message that is too large or malformed, which the client is told
     * anyway.
     */
    private static final String CLIENT_MISTAKES = "io.grpc.netty.NettyServerStream";

    private LogSetup() {}

    /**
     * Replaces whatever logging the JDK set up.
     *
     * @param level the level of everything; gRPC and Netty stay at WARN unless the level is TRACE
     * @return the levels, for {@code /loglevel}; keep it as long as the process lives
     * @throws IllegalArgumentException for a level that isn't one
     */
    public static LogLevels configure(Format format, String level) {
        LogLevels.parse(level);
        if (System.getProperty(MANAGER_PROPERTY) == null) {
            System.setProperty(MANAGER_PROPERTY, LastingLogManager.class.getName());
        }
        return configure(format, level, System.err);
    }

    static LogLevels configure(Format format, String level, PrintStream out) {
        LogManager.getLogManager();
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new LineHandler(format == Format.JSON ? new JsonLine() : new TextLine(), out));
        var levels = new LogLevels();
        levels.set(LogLevels.ROOT, level);
        boolean verbose = level.strip().equalsIgnoreCase("TRACE");
        String libraries = verbose ? "DEBUG" : quieter(level);
        levels.set("io.grpc", libraries);
        levels.set("io.netty", libraries);
        if (!verbose) {
            levels.set(CLIENT_MISTAKES, "ERROR");
        }
        return levels;
    }

    private static String quieter(String level) {
        boolean alreadyQuiet =
                LogLevels.parse(level).intValue() > LogLevels.parse("WARN").intValue();
        return alreadyQuiet ? level : "WARN";
    }
}
