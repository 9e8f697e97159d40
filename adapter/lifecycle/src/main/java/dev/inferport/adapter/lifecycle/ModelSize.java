package dev.inferport.adapter.lifecycle;

/**
 * The memory that a model is taken to hold.
 *
 * @param bytes at least 1
 * @param origin how good the figure is
 */
public record ModelSize(long bytes, Origin origin) {

    /** Where a size comes from, best first. */
    public enum Origin {
        /** The author or the caller said so. */
        DECLARED,
        /** The runtime measured the loaded model. */
        MEASURED,
        /** A multiple of the size on disk. */
        DISK,
        /** Nothing is known. */
        DEFAULT
    }

    /** Refuses a size below one byte. */
    public ModelSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
        }
    }
}
