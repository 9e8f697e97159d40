package dev.inferport.adapter.storage;

import java.util.Optional;

/**
 * A flat space of keys and bytes. Thread-safe.
 *
 * <p>A failure that may pass is thrown as {@link LoadException.Reason#UNAVAILABLE}, which the puller repeats; every
 * other reason ends the pull at once. Providers don't repeat by themselves.
 */
public non-sealed interface ObjectStore extends Storage {

    /**
     * One page of the keys that start with {@code prefix}, in any order.
     *
     * @param pageToken of the page before; empty for the first page
     */
    ObjectPage list(String prefix, Optional<String> pageToken, Cancellation cancellation) throws LoadException;

    /**
     * Starts to read an object as it was when it was listed.
     *
     * @param object from a listing; if it carries a validator, only that state of it may be answered
     * @param range of the bytes wanted; a store that can't skip answers from the start and says so
     * @return to be closed by the caller, also after a failure
     */
    ObjectBody open(StoredObject object, ByteRange range, Cancellation cancellation) throws LoadException;

    /** Whether any range of an object that carries a validator is answered, and as nothing but that range. */
    default boolean answersRanges() {
        return false;
    }
}
