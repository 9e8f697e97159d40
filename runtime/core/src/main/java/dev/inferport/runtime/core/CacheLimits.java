package dev.inferport.runtime.core;

/**
 * The bounds of the response cache.
 *
 * @param entries answers that it keeps; 0 = there is no cache
 * @param bytes of the tensors in all of them
 */
public record CacheLimits(int entries, long bytes) {

    public CacheLimits {
        if (entries < 0) {
            throw new IllegalArgumentException("entries: " + entries + " (expected: >= 0)");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
    }

    /** No cache. */
    public static CacheLimits none() {
        return new CacheLimits(0, 0);
    }

    boolean isOn() {
        return entries > 0;
    }
}
