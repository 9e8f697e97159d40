package dev.inferport.runtime.catboost;

/**
 * Proves of a model's trees that whatever way prediction takes through them, it ends at a leaf that is there.
 *
 * @param dimension values per leaf
 * @param bins what splits refer to
 * @param leafValues how many there are
 */
record TreeCheck(int dimension, Bins bins, int leafValues) {

    private static final int DEEPEST = 16;
    private static final int MOST_DIMENSIONS = 1 << 16;

    TreeCheck {
        if (dimension < 1 || dimension > MOST_DIMENSIONS) {
            throw new IllegalArgumentException("dimension " + dimension);
        }
    }

    static boolean isDimension(int dimension) {
        return dimension >= 1 && dimension <= MOST_DIMENSIONS;
    }

    /** Checks that each tree's splits follow those of the tree before, and that there are no others. */
    static void layout(int[] sizes, int[] starts, int splits) throws InvalidCatBoostException {
        if (sizes.length != starts.length) {
            throw new InvalidCatBoostException(sizes.length + " trees with " + starts.length + " beginnings");
        }
        long next = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            if (sizes[tree] < 0 || starts[tree] != next) {
                throw new InvalidCatBoostException("tree " + tree + " begins at split " + starts[tree] + " (expected: "
                        + next + ") and has " + sizes[tree]);
            }
            next += sizes[tree];
        }
        if (next != splits) {
            throw new InvalidCatBoostException(splits + " splits in trees of " + next);
        }
    }

    /** Trees with one split per level. */
    void symmetric(int[] sizes, int[] splits) throws InvalidCatBoostException {
        long leaves = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            if (sizes[tree] > DEEPEST) {
                throw new InvalidCatBoostException(
                        "tree " + tree + " is " + sizes[tree] + " levels deep (expected: at most " + DEEPEST + ")");
            }
            leaves += 1L << sizes[tree];
        }
        if (leaves * dimension != leafValues) {
            throw new InvalidCatBoostException(
                    leafValues + " leaf values (expected: " + leaves + " x " + dimension + ")");
        }
        splits(splits);
    }

    /** Trees whose nodes say how far ahead their children are; 0 ends the way at the node's own leaf. */
    void asymmetric(int[] sizes, int[] splits, int[] steps, int[] leaves) throws InvalidCatBoostException {
        if (steps.length != splits.length || leaves.length != splits.length) {
            throw new InvalidCatBoostException(
                    splits.length + " nodes with " + steps.length + " steps and " + leaves.length + " leaves");
        }
        int node = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            if (sizes[tree] == 0) {
                throw new InvalidCatBoostException("tree " + tree + " has no node");
            }
            int end = node + sizes[tree];
            for (; node < end; node++) {
                node(node, end, steps[node], leaves[node]);
            }
        }
        if (bins.count() > 0) {
            splits(splits);
        } else {
            for (int split : splits) {
                if (split != 0) {
                    throw new InvalidCatBoostException("split " + split + " in a model without borders");
                }
            }
        }
    }

    private void node(int node, int end, int step, int leaf) throws InvalidCatBoostException {
        int left = step & 0xFFFF;
        int right = step >>> 16;
        if (Math.max(left, right) >= end - node) {
            throw new InvalidCatBoostException("node " + node + " has a child outside its tree");
        }
        boolean ends = left == 0 || right == 0;
        if (ends && (leaf < 0 || leaf % dimension != 0 || leaf > leafValues - dimension)) {
            throw new InvalidCatBoostException(
                    "node " + node + " ends at leaf value " + Integer.toUnsignedLong(leaf) + " of " + leafValues);
        }
    }

    private void splits(int[] splits) throws InvalidCatBoostException {
        for (int split : splits) {
            if (split < 0 || split >= bins.count()) {
                throw new InvalidCatBoostException("split " + split + " of " + bins.count());
            }
        }
    }

    /** What the library may have stored of the splits in its own form must say the same. */
    void packed(int[] splits, int[] packed) throws InvalidCatBoostException {
        if (packed.length == 0) {
            return;
        }
        if (packed.length != splits.length) {
            throw new InvalidCatBoostException(splits.length + " splits, but packed " + packed.length);
        }
        for (int i = 0; i < splits.length; i++) {
            int expected = bins.count() == 0 ? 0 : bins.packed(splits[i]);
            if (packed[i] != expected) {
                throw new InvalidCatBoostException("split " + i + " differs from its packed form");
            }
        }
    }
}
