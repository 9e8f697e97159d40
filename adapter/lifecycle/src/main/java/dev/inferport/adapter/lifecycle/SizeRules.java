package dev.inferport.adapter.lifecycle;

/**
 * How sizes are guessed where they are not known.
 *
 * @param defaultBytes the size of a model about which nothing is known
 * @param diskMultiplier memory per byte on disk
 * @param capacityBytes the memory that all models together may hold
 */
public record SizeRules(long defaultBytes, double diskMultiplier, long capacityBytes) {

    /** Refuses rules that would yield sizes of zero. */
    public SizeRules {
        if (defaultBytes < 1) {
            throw new IllegalArgumentException("defaultBytes: " + defaultBytes + " (expected: >= 1)");
        }
        if (!(diskMultiplier > 0) || Double.isInfinite(diskMultiplier)) {
            throw new IllegalArgumentException("diskMultiplier: " + diskMultiplier + " (expected: > 0)");
        }
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacityBytes: " + capacityBytes + " (expected: >= 1)");
        }
    }

    long fromDisk(long diskBytes) {
        return Math.max(1, (long) (diskBytes * diskMultiplier));
    }
}
