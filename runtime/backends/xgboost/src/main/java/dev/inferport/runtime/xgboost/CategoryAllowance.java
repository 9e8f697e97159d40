package dev.inferport.runtime.xgboost;

/**
 * Bytes that the sets of categories of a model may take. A set has a bit for each number up to its largest category, so
 * a few bytes of a file can name sets of megabytes. Not for use by several threads.
 */
final class CategoryAllowance {

    /** Enough for small models whose categories have large numbers. */
    private static final long BASE = 16 << 20;

    private static final long PER_BYTE = 256;

    private final long all;
    private long left;

    /** @param fileBytes the size of the model's file */
    CategoryAllowance(long fileBytes) {
        all = BASE + PER_BYTE * fileBytes;
        left = all;
    }

    /** Takes note of a set that is about to be made. */
    void take(long bytes) throws InvalidBoosterException {
        left -= bytes;
        if (left < 0) {
            throw new InvalidBoosterException("categories: their sets take more than " + all
                    + " bytes, far more than the file; number the categories from 0 on without gaps");
        }
    }
}
