package dev.inferport.runtime.server;

import dev.inferport.servicekit.Environment;
import dev.inferport.servicekit.LogSetup;

/**
 * What the log shows, and how.
 *
 * @param debug whether it shows each step, each request among them
 * @param structured whether a line is a JSON object
 * @param access whether it shows each request even without debug
 */
record LogSettings(boolean debug, boolean structured, boolean access) {

    static LogSettings read(Environment variables) {
        return new LogSettings(
                variables.bool("MLSERVER_DEBUG", false),
                variables.bool("MLSERVER_USE_STRUCTURED_LOGGING", false),
                variables.bool("INFERPORT_ACCESS_LOG", false));
    }

    LogSetup.Format format() {
        return structured ? LogSetup.Format.JSON : LogSetup.Format.TEXT;
    }

    String level() {
        return debug ? "DEBUG" : "INFO";
    }

    /** Whether requests are logged at all. */
    boolean showsRequests() {
        return debug || access;
    }
}
