package dev.inferport.runtime.trees;

import java.util.List;

/**
 * Eight bytes a node, for trees with numeric splits and single values in their leaves.
 *
 * <pre>
 * bits 63..32  float: threshold or leaf value
 * bits 31..16  distance to the left child, the right one being next to it; 0 for a leaf
 * bits 15..1   feature
 * bit  0       missing values go left
 * </pre>
 *
 * <p>There are two kinds of walk. One takes a tree at a time and ends at the leaf. The other takes four trees at a time
 * for as many steps as the deepest of them has, without a branch: a leaf leads to itself. That hides the time that each
 * step waits for the one before, and pays where most leaves are about as deep as the tree. A row that is known to be
 * complete saves it a fifth of the time.
 *
 * <p>Of many rows, four go through a tree at a time, also without a branch, and until the last of them has its leaf; a
 * tree serves all rows of a block before the next one does, so that it stays in the nearest cache.
 */
final class PackedTrees extends FloatTreeEnsemble {

    private static final int MAX_FEATURES = 1 << 15;
    private static final int MAX_DISTANCE = (1 << 16) - 1;

    /** The share of the steps in flight that must lead somewhere; measured, four in flight win from about here. */
    private static final double WORTHWHILE = 0.55;

    /** Looking for missing values takes about as long for this many features as one tree does. */
    private static final int FEATURES_PER_TREE = 8;

    /** Rows that a tree serves before the next does: as many as a word has bits. */
    private static final int BLOCK = Long.SIZE;

    private static final int INFINITY = 0x7F800000;

    private static final long DISTANCE = 0xFFFF0000L;

    private final long[] nodes;
    private final boolean inFlight;

    private PackedTrees(TreeTable table, long[] nodes, boolean inFlight) {
        super(table);
        this.nodes = nodes;
        this.inFlight = inFlight;
    }

    static boolean canHold(List<Tree> trees, int features) {
        return features <= MAX_FEATURES && trees.stream().allMatch(PackedTrees::canHold);
    }

    private static boolean canHold(Tree tree) {
        if (tree.hasCategories() || tree.hasVectorLeaves()) {
            return false;
        }
        for (int node = 0; node < tree.nodeCount(); node++) {
            if (tree.firstChild(node) - node > MAX_DISTANCE) {
                return false;
            }
        }
        return true;
    }

    static PackedTrees compile(TreeTable table, List<Tree> trees, Comparison comparison) {
        long[] nodes = new long[table.nodes()];
        int place = 0;
        for (Tree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++) {
                nodes[place++] = tree.isLeaf(node) ? leaf(tree, node) : split(tree, node, comparison);
            }
        }
        return new PackedTrees(table, nodes, LeafDepths.shareOfSteps(trees) >= WORTHWHILE);
    }

    private static long leaf(Tree tree, int node) {
        return (long) Float.floatToRawIntBits((float) tree.leafValue(node)) << 32;
    }

    private static long split(Tree tree, int node, Comparison comparison) {
        float threshold = comparison.floatThreshold(tree.threshold(node));
        return (long) Float.floatToRawIntBits(threshold) << 32
                | (long) (tree.firstChild(node) - node) << 16
                | (long) tree.feature(node) << 1
                | (tree.missingLeft(node) ? 1 : 0);
    }

    @Override
    long nodeBytes() {
        return ArraySize.ofLongs(nodes.length);
    }

    @Override
    void addRow(float[] rows, int rowStart, float[] sums, int sumStart) {
        int trees = table.trees();
        int next = 0;
        if (inFlight) {
            boolean complete = table.features() <= FEATURES_PER_TREE * trees && isComplete(rows, rowStart);
            for (; next + 4 <= trees; next += 4) {
                if (complete) {
                    addFourOfComplete(next, rows, rowStart, sums, sumStart);
                } else {
                    addFour(next, rows, rowStart, sums, sumStart);
                }
            }
        }
        for (; next < trees; next++) {
            addToRow(next, rows, rowStart, sums, sumStart);
        }
    }

    @Override
    void addRows(float[] rows, int rowCount, float[] sums) {
        if (rowCount == 1) {
            addRow(rows, 0, sums, 0);
            return;
        }
        for (int first = 0; first < rowCount; first += BLOCK) {
            addBlock(rows, first, Math.min(rowCount, first + BLOCK), sums);
        }
    }

    private void addBlock(float[] rows, int first, int end, float[] sums) {
        long complete = completeRows(rows, first, end);
        for (int tree = 0; tree < table.trees(); tree++) {
            int row = first;
            for (; row + 4 <= end; row += 4) {
                if ((complete >>> (row - first) & 15) == 15) {
                    addToFourCompleteRows(tree, rows, row, sums);
                } else {
                    addToFourRows(tree, rows, row, sums);
                }
            }
            for (; row < end; row++) {
                addToRow(tree, rows, row * table.features(), sums, row * table.outputs());
            }
        }
    }

    /** A bit for each row of a block that has no missing value. */
    private long completeRows(float[] rows, int first, int end) {
        long complete = 0;
        for (int row = first; row < end; row++) {
            complete |= isComplete(rows, row * table.features()) ? 1L << (row - first) : 0;
        }
        return complete;
    }

    private void addToFourRows(int tree, float[] rows, int row, float[] sums) {
        long[] all = nodes;
        int width = table.features();
        int start = row * width;
        int atA = table.roots()[tree];
        int atB = atA;
        int atC = atA;
        int atD = atA;
        long a = all[atA];
        long b = a;
        long c = a;
        long d = a;
        while (((a | b | c | d) & DISTANCE) != 0) {
            atA += distance(a, rows[start + featureOf(a)]);
            atB += distance(b, rows[start + width + featureOf(b)]);
            atC += distance(c, rows[start + 2 * width + featureOf(c)]);
            atD += distance(d, rows[start + 3 * width + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        addLeaves(tree, row, sums, a, b, c, d);
    }

    /** As {@link #addToFourRows}, of rows without missing values. */
    private void addToFourCompleteRows(int tree, float[] rows, int row, float[] sums) {
        long[] all = nodes;
        int width = table.features();
        int start = row * width;
        int atA = table.roots()[tree];
        int atB = atA;
        int atC = atA;
        int atD = atA;
        long a = all[atA];
        long b = a;
        long c = a;
        long d = a;
        while (((a | b | c | d) & DISTANCE) != 0) {
            atA += distanceOfComplete(a, rows[start + featureOf(a)]);
            atB += distanceOfComplete(b, rows[start + width + featureOf(b)]);
            atC += distanceOfComplete(c, rows[start + 2 * width + featureOf(c)]);
            atD += distanceOfComplete(d, rows[start + 3 * width + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        addLeaves(tree, row, sums, a, b, c, d);
    }

    private void addLeaves(int tree, int row, float[] sums, long a, long b, long c, long d) {
        int outputs = table.outputs();
        int at = row * outputs + table.group(tree);
        sums[at] += valueOf(a);
        sums[at + outputs] += valueOf(b);
        sums[at + 2 * outputs] += valueOf(c);
        sums[at + 3 * outputs] += valueOf(d);
    }

    private void addToRow(int tree, float[] rows, int rowStart, float[] sums, int sumStart) {
        sums[sumStart + table.group(tree)] += leafOf(table.roots()[tree], rows, rowStart);
    }

    private boolean isComplete(float[] rows, int rowStart) {
        for (int i = rowStart, end = rowStart + table.features(); i < end; i++) {
            if (Float.isNaN(rows[i])) {
                return false;
            }
        }
        return true;
    }

    private float leafOf(int root, float[] rows, int rowStart) {
        long[] all = nodes;
        int at = root;
        while (true) {
            long node = all[at];
            int distance = (int) node >>> 16;
            if (distance == 0) {
                return valueOf(node);
            }
            float value = rows[rowStart + featureOf(node)];
            if (value < valueOf(node)) {
                at += distance;
            } else if (Float.isNaN(value)) {
                at += distance + 1 - ((int) node & 1);
            } else {
                at += distance + 1;
            }
        }
    }

    private void addFour(int tree, float[] rows, int rowStart, float[] sums, int sumStart) {
        long[] all = nodes;
        int atA = table.roots()[tree];
        int atB = table.roots()[tree + 1];
        int atC = table.roots()[tree + 2];
        int atD = table.roots()[tree + 3];
        long a = all[atA];
        long b = all[atB];
        long c = all[atC];
        long d = all[atD];
        for (int steps = deepestOfFour(tree); steps > 0; steps--) {
            atA += distance(a, rows[rowStart + featureOf(a)]);
            atB += distance(b, rows[rowStart + featureOf(b)]);
            atC += distance(c, rows[rowStart + featureOf(c)]);
            atD += distance(d, rows[rowStart + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        sums[sumStart + table.group(tree)] += valueOf(a);
        sums[sumStart + table.group(tree + 1)] += valueOf(b);
        sums[sumStart + table.group(tree + 2)] += valueOf(c);
        sums[sumStart + table.group(tree + 3)] += valueOf(d);
    }

    /** As {@link #addFour}, for a row without missing values; a flag in one loop would cost what this saves. */
    private void addFourOfComplete(int tree, float[] rows, int rowStart, float[] sums, int sumStart) {
        long[] all = nodes;
        int atA = table.roots()[tree];
        int atB = table.roots()[tree + 1];
        int atC = table.roots()[tree + 2];
        int atD = table.roots()[tree + 3];
        long a = all[atA];
        long b = all[atB];
        long c = all[atC];
        long d = all[atD];
        for (int steps = deepestOfFour(tree); steps > 0; steps--) {
            atA += distanceOfComplete(a, rows[rowStart + featureOf(a)]);
            atB += distanceOfComplete(b, rows[rowStart + featureOf(b)]);
            atC += distanceOfComplete(c, rows[rowStart + featureOf(c)]);
            atD += distanceOfComplete(d, rows[rowStart + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        sums[sumStart + table.group(tree)] += valueOf(a);
        sums[sumStart + table.group(tree + 1)] += valueOf(b);
        sums[sumStart + table.group(tree + 2)] += valueOf(c);
        sums[sumStart + table.group(tree + 3)] += valueOf(d);
    }

    private int deepestOfFour(int tree) {
        short[] depths = table.depths();
        return Math.max(Math.max(depths[tree], depths[tree + 1]), Math.max(depths[tree + 2], depths[tree + 3]));
    }

    /** The way from a node to the next; 0 from a leaf. */
    private static int distance(long node, float value) {
        int distance = (int) node >>> 16;
        int missing = (INFINITY - (Float.floatToRawIntBits(value) & Integer.MAX_VALUE)) >>> 31;
        int right = (value < valueOf(node) ? 0 : 1) ^ ((int) node & missing);
        return distance + (right & -distance >>> 31);
    }

    private static int distanceOfComplete(long node, float value) {
        int distance = (int) node >>> 16;
        int right = value < valueOf(node) ? 0 : 1;
        return distance + (right & -distance >>> 31);
    }

    private static int featureOf(long node) {
        return (int) node >>> 1 & MAX_FEATURES - 1;
    }

    private static float valueOf(long node) {
        return Float.intBitsToFloat((int) (node >>> 32));
    }
}
