package dev.inferport.adapter.storage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** What the other side asked for, if it did; not kept in a serialised form. */
    private final transient @Nullable Duration retryAfter;

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
        this.retryAfter = null;
    }

    /** A failure that another exception explains. */
    public LoadException(Reason reason, String message, Throwable cause) {
        this(reason, message, cause, null);
    }

    private LoadException(Reason reason, String message, Throwable cause, @Nullable Duration retryAfter) {
        super(printable(message), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.retryAfter = retryAfter;
    }

    /** The same failure, and the pause after which the other side wants to be asked again. */
    public LoadException after(Optional<Duration> pause) {
        return pause.isEmpty() ? this : new LoadException(reason, sentence(), this, pause.get());
    }

    /**
     * The same failure, and what it is about.
     *
     * @param subject such as {@code storage key 'prod', path 'models/mnist'}
     */
    public LoadException about(String subject) {
        return new LoadException(reason, sentence() + " [" + subject + "]", this, retryAfter);
    }

    /** The pause that the other side asked for. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
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
