package dev.inferport.runtime.trees;

import java.util.List;

/** Sets of categories, as bits. Set {@code i} has the words from {@code starts[i]} to before {@code starts[i + 1]}. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record CategorySets(long[] words, int[] starts) {

    boolean isEmpty() {
        return starts.length == 1;
    }

    static CategorySets of(List<long[]> sets) {
        int[] starts = new int[sets.size() + 1];
        for (int i = 0; i < sets.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], sets.get(i).length);
        }
        long[] words = new long[starts[sets.size()]];
        for (int i = 0; i < sets.size(); i++) {
            System.arraycopy(sets.get(i), 0, words, starts[i], sets.get(i).length);
        }
        return new CategorySets(words, starts);
    }

    /** Whether a category, cut off to a whole number, is in the set; none below zero is, as XGBoost has it. */
    boolean contains(int set, float category) {
        return category >= 0 && contains(set, (int) category);
    }

    /** Whether a category, cut off to a whole number, is in the set; -0.5 counts as 0, as LightGBM has it. */
    boolean contains(int set, double category) {
        return category > -1 && contains(set, (int) category);
    }

    private boolean contains(int set, int bit) {
        int word = starts[set] + (bit >>> 6);
        return word < starts[set + 1] && (words[word] >>> bit & 1) != 0;
    }

    long sizeInBytes() {
        return ArraySize.ofLongs(words.length) + ArraySize.ofInts(starts.length);
    }
}
