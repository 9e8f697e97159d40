package dev.inferport.runtime.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Whoever waits for the answer to a request. A model that takes its time may ask now and then whether the answer is
 * still of use, and a model that asks others may hand on how long they have. Safe for any thread.
 */
public interface Caller {

    /** Whether the answer is still of use: the caller has not cancelled, and its deadline has not passed. */
    boolean isWaiting();

    /** How long the caller waits from now on, zero where its deadline has passed; empty = as long as it takes. */
    Optional<Duration> timeLeft();

    /** A caller that waits as long as it takes. */
    static Caller patient() {
        return new Caller() {
            @Override
            public boolean isWaiting() {
                return true;
            }

            @Override
            public Optional<Duration> timeLeft() {
                return Optional.empty();
            }
        };
    }
}
