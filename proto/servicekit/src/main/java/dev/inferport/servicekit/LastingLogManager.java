package dev.inferport.servicekit;

import java.util.logging.LogManager;

/**
 * A log manager that a shutdown doesn't switch off. The JDK's own one drops all handlers in a shutdown hook, and hooks
 * run side by side, so that the log of an orderly stop would be lost. Public only because the JDK creates it by name.
 */
public final class LastingLogManager extends LogManager {

    /** For the JDK. */
    public LastingLogManager() {}

    /** Does nothing; {@link LogSetup} replaces handlers itself. */
    @Override
    public void reset() {}
}
