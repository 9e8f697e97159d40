package dev.inferport.adapter.storage;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Why a model could not be made available, or not be removed. The one exception family of the adapter side; it knows no
 * transport: whoever answers a caller maps {@link #reason()} to a status.
 *
 * <p>A message is a sentence for the person who configured the model: it names the value, what was expected and the
 * remedy, and never a secret.
 */
public final class LoadException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Reason reason;

    /** What kind of failure it is, and so what the caller may do about it. */
    public enum Reason {
        /** The request or the configuration is wrong in itself; repeating it can't help. */
        INVALID_ARGUMENT,
        /** What was named does not exist. */
        NOT_FOUND,
        /** The credentials are missing, wrong or not sufficient. */
        PERMISSION_DENIED,
        /** Disk, memory or a quota is used up. */
        RESOURCE_EXHAUSTED,
        /** The other side can't be reached or does not work at the moment; the same call may succeed later. */
        UNAVAILABLE,
        /** The caller went away. */
        CANCELLED,
        /** The time that the caller granted is over. */
        DEADLINE_EXCEEDED,
        /** The state of the system does not allow it; it must be changed before the call can succeed. */
        FAILED_PRECONDITION,
        /** What was to be created is there already. */
        ALREADY_EXISTS,
        /** A promise was broken on this side, or by the data: a defect, a bad checksum. */
        INTERNAL,
        /** Nothing better is known. */
        UNKNOWN
    }

    /** A failure without a cause worth keeping. */
    public LoadException(Reason reason, String message) {
        super(printable(message));
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** A failure that another exception explains. */
    public LoadException(Reason reason, String message, Throwable cause) {
        super(printable(message), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** The kind of failure. */
    public Reason reason() {
        return reason;
    }

    /** The sentence for the caller; unlike {@link Throwable#getMessage()} it is never null. */
    public String sentence() {
        return Objects.requireNonNullElse(getMessage(), reason.name());
    }

    /** Names of models and objects may hold line breaks, which must not become lines of a log. */
    private static String printable(String message) {
        return CONTROL.matcher(message).replaceAll("?");
    }
}
