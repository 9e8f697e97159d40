package dev.inferport.runtime.lightgbm;

/** The sets of categories that the splits of one tree refer to. Not for use by several threads. */
final class CategoryFields {

    /** Set {@code i} has the words from {@code starts[i]} to before {@code starts[i + 1]}. */
    private final int[] starts;

    private final int[] words;
    private final boolean[] taken;

    private CategoryFields(int[] starts, int[] words) {
        this.starts = starts;
        this.words = words;
        this.taken = new boolean[Math.max(0, starts.length - 1)];
    }

    static CategoryFields of(Section section) throws InvalidBoosterException {
        int sets = section.integer("num_cat");
        if (sets == 0) {
            return new CategoryFields(new int[0], new int[0]);
        }
        if (sets < 0 || sets == Integer.MAX_VALUE) {
            throw new InvalidBoosterException("num_cat: " + sets + " (expected: >= 0)");
        }
        int[] starts = section.integers("cat_boundaries", sets + 1);
        int[] words = section.unsignedIntegers("cat_threshold", section.count("cat_threshold"));
        requireAscending(starts, words.length);
        return new CategoryFields(starts, words);
    }

    private static void requireAscending(int[] starts, int end) throws InvalidBoosterException {
        for (int i = 0; i < starts.length; i++) {
            int least = i == 0 ? 0 : starts[i - 1];
            if (starts[i] < least || starts[i] > end) {
                throw new InvalidBoosterException(
                        "cat_boundaries: " + starts[i] + " (expected: " + least + " to " + end + ")");
            }
        }
    }

    /**
     * The set that a split's threshold names, as bits. Each belongs to one split, so that a file can't claim more sets
     * than it holds.
     */
    long[] take(double threshold) throws InvalidBoosterException {
        int set = (int) threshold;
        if (set != threshold || set < 0 || set >= taken.length || taken[set]) {
            throw new InvalidBoosterException("threshold: " + threshold + " (expected: a set of categories, 0 to "
                    + (taken.length - 1) + ", that no other split has)");
        }
        taken[set] = true;
        int count = starts[set + 1] - starts[set];
        long[] bits = new long[(count + 1) / 2];
        for (int i = 0; i < count; i++) {
            bits[i / 2] |= Integer.toUnsignedLong(words[starts[set] + i]) << (32 * (i % 2));
        }
        return bits;
    }
}
