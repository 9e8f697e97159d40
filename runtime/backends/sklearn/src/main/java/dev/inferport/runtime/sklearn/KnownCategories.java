package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The categories that the training rows had in each feature, as bits; empty for a feature of numbers. */
record KnownCategories(List<long[]> ofFeature) {

    static final int MOST = 256;

    static KnownCategories of(Fields boosting) {
        List<long[]> known = new ArrayList<>();
        if (boosting.has("_bin_mapper")) {
            Fields mapper = boosting.object("_bin_mapper");
            if (mapper.has("is_categorical_")) {
                int[] categorical = mapper.ints("is_categorical_");
                List<Object> thresholds = mapper.list("bin_thresholds_");
                for (int f = 0; f < categorical.length; f++) {
                    long[] bits = new long[MOST / Long.SIZE];
                    if (categorical[f] != 0) {
                        set(bits, boosting.assembly().array(thresholds.get(f)).doubles());
                    }
                    known.add(bits);
                }
            }
        }
        return new KnownCategories(List.copyOf(known));
    }

    long[] of(int feature) {
        return feature < ofFeature.size() ? ofFeature.get(feature) : new long[MOST / Long.SIZE];
    }

    private static void set(long[] bits, double[] categories) {
        Arrays.stream(categories)
                .filter(category -> category >= 0 && category < MOST)
                .mapToInt(category -> (int) category)
                .forEach(category -> bits[category / Long.SIZE] |= 1L << (category % Long.SIZE));
    }
}
