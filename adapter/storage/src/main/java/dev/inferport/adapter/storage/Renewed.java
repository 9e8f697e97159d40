package dev.inferport.adapter.storage;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps a token or a pair of keys until shortly before it expires. Thread-safe; at most one thread fetches. */
public final class Renewed<T extends Expiring> {

    /** Longer than a request waits for its answer, and shorter than issuers keep handing out the same token. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final Source<T> source;
    private final Clock clock;

    /** Guarded by this. */
    private @Nullable T current;

    /** Values from {@code source}, by the time of {@code clock}. */
    public Renewed(Source<T> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Where values come from. */
    @FunctionalInterface
    public interface Source<T extends Expiring> {

        /**
         * Asks for a new value.
         *
         * @throws LoadException PERMISSION_DENIED if there is none for us, UNAVAILABLE if there may be one later
         */
        T fetch(Cancellation cancellation) throws LoadException;
    }

    /** A value that is valid for some time yet. Blocks where a new one must be fetched. */
    public synchronized T current(Cancellation cancellation) throws LoadException {
        var value = current;
        if (value == null || !clock.instant().plus(MARGIN).isBefore(value.expires())) {
            value = source.fetch(cancellation);
            current = value;
        }
        return value;
    }

    /** Forgets a value that was refused before its time. */
    public synchronized void refused(T value) {
        if (value.equals(current)) {
            current = null;
        }
    }
}
