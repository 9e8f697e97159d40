package dev.inferport.adapter.storage;

import java.time.Instant;

/** What proves for some time who we are. */
@FunctionalInterface
public interface Expiring {

    /** When it is refused. */
    Instant expires();
}
