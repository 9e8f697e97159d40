package dev.inferport.servicekit;

/**
 * How a process ends. A process that a signal ended has the JVM's own codes instead: 143 for SIGTERM, 130 for SIGINT,
 * also after an orderly stop.
 */
public final class ExitCodes {

    /** Stopped as asked. */
    public static final int OK = 0;

    /** A step of the start failed, for a reason outside the configuration's text; the log says which. */
    public static final int START_FAILED = 1;

    /** Something that the process can't live without failed while it ran. */
    public static final int FAILED = 70;

    /** The configuration can't be used; stderr lists every problem. */
    public static final int BAD_CONFIGURATION = 78;

    private ExitCodes() {}
}
