package dev.inferport.adapter.lifecycle;

import java.util.Map;

/**
 * How sizes are guessed where they are not known.
 *
 * @param defaultBytes the size of a model about which nothing is known
 * @param diskMultiplier memory per byte on disk
 * @param ofFormats the same for single model types, by their lower-case names
 * @param capacityBytes the memory that all models together may hold
 */
public record SizeRules(long defaultBytes, double diskMultiplier, Map<String, Double> ofFormats, long capacityBytes) {

    /** Refuses rules that would yield sizes of zero. */
    public SizeRules {
        ofFormats = Map.copyOf(ofFormats);
        if (defaultBytes < 1) {
            throw new IllegalArgumentException("defaultBytes: " + defaultBytes + " (expected: >= 1)");
        }
        requirePositive("diskMultiplier", diskMultiplier);
        ofFormats.forEach((type, multiplier) -> requirePositive("diskMultiplier of " + type, multiplier));
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("capacityBytes: " + capacityBytes + " (expected: >= 1)");
        }
    }

    /** Rules that are the same for all formats. */
    public SizeRules(long defaultBytes, double diskMultiplier, long capacityBytes) {
        this(defaultBytes, diskMultiplier, Map.of(), capacityBytes);
    }

    long fromDisk(String modelType, long diskBytes) {
        return Math.max(1, (long) (diskBytes * ofFormats.getOrDefault(modelType, diskMultiplier)));
    }

    private static void requirePositive(String name, double multiplier) {
        if (!(multiplier > 0) || Double.isInfinite(multiplier)) {
            throw new IllegalArgumentException(name + ": " + multiplier + " (expected: > 0)");
        }
    }
}
