package dev.inferport.runtime.catboost;

import java.util.ArrayList;
import java.util.List;

/**
 * What a counter counts: how often a combination of categories and splits was seen with which target.
 *
 * @param type one of the library's six kinds
 * @param numberSplits feature and border of each, as the 8 bytes of the file
 * @param valueSplits feature and value of each, as the 8 bytes of the file
 */
record CounterBase(int type, List<Integer> categories, List<Long> numberSplits, List<Long> valueSplits) {

    private static final int BORDERS = 0;
    private static final int BUCKETS = 1;
    private static final int MEAN_OF_CLASSES = 2;
    private static final int MEAN_OF_NUMBERS = 3;
    private static final int TYPES = 6;

    static CounterBase read(FlatTable table) throws InvalidCatBoostException {
        FlatTable combination =
                table.table(0).orElseThrow(() -> new InvalidCatBoostException("a counter that counts nothing"));
        int type = table.unsignedByte(1, 0);
        if (type >= TYPES) {
            throw new InvalidCatBoostException("a counter of kind " + type);
        }
        List<Integer> categories = new ArrayList<>();
        for (int category : combination.vector(0, Integer.BYTES).integers()) {
            categories.add(category);
        }
        return new CounterBase(type, categories, pairs(combination.vector(1, 8)), pairs(combination.vector(2, 8)));
    }

    private static List<Long> pairs(FlatVector vector) {
        List<Long> pairs = new ArrayList<>();
        for (int i = 0; i < vector.count(); i++) {
            pairs.add(vector.bytes().getLong(i * Long.BYTES));
        }
        return pairs;
    }

    /** Bytes that the counter keeps for each combination that it saw. */
    long bytesPerEntry(int targetClasses) {
        return switch (type) {
            case BORDERS, BUCKETS -> (long) Integer.BYTES * Math.max(2, targetClasses);
            case MEAN_OF_CLASSES, MEAN_OF_NUMBERS -> 2L * Integer.BYTES;
            default -> Integer.BYTES;
        };
    }

    /** Whether prediction may ask for this one of the classes. */
    boolean hasTarget(int target, int targetClasses) {
        return switch (type) {
            case BORDERS -> target >= 0 && target < Math.max(2, targetClasses) - 1;
            case BUCKETS -> target >= 0 && target < targetClasses;
            default -> true;
        };
    }
}
