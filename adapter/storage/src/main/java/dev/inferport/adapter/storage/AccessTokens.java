package dev.inferport.adapter.storage;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps an access token until shortly before it expires. Thread-safe; at most one thread fetches. */
public final class AccessTokens {

    /** Longer than a request waits for its answer, and shorter than issuers keep handing out the same token. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    private final Source source;
    private final Clock clock;

    /** Guarded by this. */
    private @Nullable AccessToken current;

    /** Tokens from {@code source}, by the time of {@code clock}. */
    public AccessTokens(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Where tokens come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Asks for a new token.
         *
         * @throws LoadException PERMISSION_DENIED if there is none for us, UNAVAILABLE if there may be one later
         */
        AccessToken fetch(Cancellation cancellation) throws LoadException;
    }

    /** A token that is valid for some time yet. Blocks where a new one must be fetched. */
    public synchronized AccessToken current(Cancellation cancellation) throws LoadException {
        var token = current;
        if (token == null || !clock.instant().plus(MARGIN).isBefore(token.expires())) {
            token = source.fetch(cancellation);
            current = token;
        }
        return token;
    }

    /** Forgets a token that was refused before its time. */
    public synchronized void refused(AccessToken token) {
        if (token.equals(current)) {
            current = null;
        }
    }
}
