package dev.inferport.runtime.catboost;

import java.nio.ByteBuffer;

/**
 * The counts of one counter: a hash table with an entry's number, and the entries.
 *
 * @param targetClasses how many counts an entry has
 */
record CounterTable(CounterBase base, int targetClasses) {

    private static final int BUCKET = Long.BYTES + Integer.BYTES;
    private static final long FREE = -1;
    private static final int MOST_CLASSES = 1 << 16;

    /** Reads a table and proves that looking up any key ends, at an entry that is there or at none. */
    static CounterTable read(ByteBuffer bytes) throws InvalidCatBoostException {
        FlatTable table = new FlatBuffer(bytes).root();
        FlatTable key = table.table(0).orElseThrow(() -> new InvalidCatBoostException("counts of nothing"));
        CounterBase base = CounterBase.read(key);
        FlatVector hash = table.vector(1, 1);
        FlatVector counts = table.vector(2, 1);
        int targetClasses = table.integer(4, 0);
        if (targetClasses < 0 || targetClasses > MOST_CLASSES) {
            throw new InvalidCatBoostException("counts for " + targetClasses + " classes");
        }
        long perEntry = base.bytesPerEntry(targetClasses);
        if (counts.count() % perEntry != 0) {
            throw new InvalidCatBoostException(counts.count() + " bytes of counts, " + perEntry + " for each entry");
        }
        checkHash(hash, counts.count() / perEntry);
        return new CounterTable(base, targetClasses);
    }

    /** The library looks at one bucket after the other until it meets a free one. */
    private static void checkHash(FlatVector hash, long entries) throws InvalidCatBoostException {
        int buckets = hash.count() / BUCKET;
        if (hash.count() % BUCKET != 0 || Integer.bitCount(buckets) != 1) {
            throw new InvalidCatBoostException(
                    "a hash table of " + hash.count() + " bytes (expected: " + BUCKET + " times a power of two)");
        }
        boolean free = false;
        for (int bucket = 0; bucket < buckets; bucket++) {
            if (hash.bytes().getLong(bucket * BUCKET) == FREE) {
                free = true;
                continue;
            }
            long entry = Integer.toUnsignedLong(hash.bytes().getInt(bucket * BUCKET + Long.BYTES));
            if (entry >= entries) {
                throw new InvalidCatBoostException("a hash table that leads to entry " + entry + " of " + entries);
            }
        }
        if (!free) {
            throw new InvalidCatBoostException("a hash table without a free place");
        }
    }
}
