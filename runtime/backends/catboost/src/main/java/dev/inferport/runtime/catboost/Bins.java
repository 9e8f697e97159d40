package dev.inferport.runtime.catboost;

import java.util.ArrayList;
import java.util.List;

/**
 * What the splits of a model's trees refer to: all borders of the first feature, then those of the next one, in the
 * order in which the library lays them out. Not for use by several threads.
 */
final class Bins {

    /** The library compares bytes: a feature with more borders takes several of them. */
    private static final int PER_BYTE = 254;

    private static final int LARGEST_BUCKET = 0xFFFF;

    private final List<Integer> packed = new ArrayList<>();
    private int buckets;

    void addBorders(int count) throws InvalidCatBoostException {
        add(count, false);
    }

    void addValues(int count) throws InvalidCatBoostException {
        add(count, true);
    }

    private void add(int count, boolean values) throws InvalidCatBoostException {
        for (int i = 0; i < count; i++) {
            int bucket = buckets + i / PER_BYTE;
            int split = i % PER_BYTE + 1;
            packed.add(values ? bucket | (~split & 0xFF) << 16 | 0xFF << 24 : bucket | split << 24);
        }
        buckets += (count + PER_BYTE - 1) / PER_BYTE;
        if (buckets > LARGEST_BUCKET) {
            throw new InvalidCatBoostException("features with more borders than the library can serve");
        }
    }

    int count() {
        return packed.size();
    }

    /** The form in which the library keeps a split: 16 bits of feature, 8 of mask, 8 of border. */
    int packed(int split) {
        return packed.get(split);
    }
}
