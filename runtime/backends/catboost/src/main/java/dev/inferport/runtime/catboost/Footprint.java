package dev.inferport.runtime.catboost;

/**
 * What of a model takes memory once it is loaded. The library has an allocator of its own, which tells nobody, and
 * other threads' allocations spoil a reading of the whole process; but the sizes of what it allocates follow from the
 * file. The bytes for each are those by which a quiet process grew, heap included, as models of different make were
 * loaded a hundred times over: oblivious and other trees, of 1 to 1,000 trees, 4 to 2,000 features, with counters and
 * without. The sum was within a tenth of the growth for all but the smallest.
 *
 * @param features columns
 * @param borders of all features, categories and counters
 * @param splits of all trees
 * @param numbers leaf values and leaf weights of all trees
 * @param counters bytes of their tables
 * @param texts characters of what else is stored with the model
 */
record Footprint(long features, long borders, long splits, long numbers, long counters, long texts) {

    private static final long ANY_MODEL = 32 * 1024;
    private static final long FEATURE = 256;
    private static final long BORDER = 168;
    private static final long SPLIT = 36;
    private static final long COPIES_OF_TEXTS = 3;

    long sizeInBytes() {
        return ANY_MODEL
                + FEATURE * features
                + BORDER * borders
                + SPLIT * splits
                + Double.BYTES * numbers
                + counters
                + counters / 8
                + COPIES_OF_TEXTS * texts;
    }
}
