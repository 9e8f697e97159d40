package dev.inferport.runtime.trees;

/** The part of a caller's array that an evaluation reads or writes. */
final class ArrayRange {

    private ArrayRange() {}

    /**
     * Makes sure that an array of that length has that many elements from {@code start} on.
     *
     * @throws IllegalArgumentException where it has not
     */
    static void require(int length, int start, long count, String name) {
        if (start < 0 || count < 0 || start + count > length) {
            throw new IllegalArgumentException(
                    name + ": " + length + " values (expected: at least " + count + " from " + start + " on)");
        }
    }
}
