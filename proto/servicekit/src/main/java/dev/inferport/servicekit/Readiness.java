package dev.inferport.servicekit;

/**
 * Whether a process can take work, and if not, what it waits for.
 *
 * @param ready true if it can
 * @param reason one line for an operator; what is awaited, if not ready
 */
public record Readiness(boolean ready, String reason) {

    /** The process can take work. */
    public static final Readiness READY = new Readiness(true, "ready");

    /** The process can't take work yet, or no longer. */
    public static Readiness notReady(String reason) {
        return new Readiness(false, reason);
    }
}
