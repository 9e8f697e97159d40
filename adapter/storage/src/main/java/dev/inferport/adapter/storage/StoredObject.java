package dev.inferport.adapter.storage;

import java.util.Optional;

/**
 * An entry of a listing.
 *
 * @param key the full name
 * @param size in bytes, or {@link #UNKNOWN_SIZE} where the store does not tell before it is read
 * @param validator names this state of the object (ETag, generation), so that a download never mixes two states
 */
public record StoredObject(String key, long size, Optional<String> validator) {

    /** The size of an object that ends where its body ends. */
    public static final long UNKNOWN_SIZE = -1;

    /** Refuses any other negative size. */
    public StoredObject {
        if (size < UNKNOWN_SIZE) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 0, or -1 for unknown)");
        }
    }

    boolean hasKnownSize() {
        return size != UNKNOWN_SIZE;
    }

    /** Bytes that are certain before it is read. */
    long knownSize() {
        return Math.max(0, size);
    }
}
