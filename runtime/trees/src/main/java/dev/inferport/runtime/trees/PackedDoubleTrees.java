package dev.inferport.runtime.trees;

import java.util.List;

/**
 * Twelve bytes a node, for trees with numeric splits and single values in their leaves: a double, the threshold or the
 * leaf's value, and an int, which is 0 for a leaf.
 *
 * <pre>
 * bits 31..16  distance to the left child, the right one being next to it; 0 for a leaf
 * bits 15..1   feature
 * bit  0       missing values go left
 * </pre>
 *
 * <p>Four trees are walked at a time, until all four walks are at their leaves; a leaf leads to itself. That hides the
 * time that each step waits for the one before. Of many rows, four go through a tree at a time, and a tree serves all
 * rows of a block before the next one does, so that it stays in the nearest cache.
 */
final class PackedDoubleTrees extends DoubleTreeEnsemble {

    private static final int MAX_FEATURES = 1 << 15;
    private static final int MAX_DISTANCE = (1 << 16) - 1;

    /** Rows that a tree serves before the next does. */
    private static final int BLOCK = 64;

    private final double[] values;
    private final int[] links;

    private PackedDoubleTrees(TreeTable table, double[] values, int[] links) {
        super(table);
        this.values = values;
        this.links = links;
    }

    static boolean canHold(List<Tree> trees, int features) {
        return features <= MAX_FEATURES && trees.stream().allMatch(PackedDoubleTrees::canHold);
    }

    private static boolean canHold(Tree tree) {
        if (tree.hasCategories() || tree.hasLinearLeaves() || tree.hasMissingZeros()) {
            return false;
        }
        for (int node = 0; node < tree.nodeCount(); node++) {
            if (tree.firstChild(node) - node > MAX_DISTANCE) {
                return false;
            }
        }
        return true;
    }

    static PackedDoubleTrees compile(TreeTable table, List<Tree> trees, Comparison comparison) {
        double[] values = new double[table.nodes()];
        int[] links = new int[table.nodes()];
        int place = 0;
        for (Tree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++) {
                if (tree.isLeaf(node)) {
                    values[place] = tree.leafValue(node);
                } else {
                    values[place] = comparison.doubleThreshold(tree.threshold(node));
                    links[place] = link(tree, node);
                }
                place++;
            }
        }
        return new PackedDoubleTrees(table, values, links);
    }

    private static int link(Tree tree, int node) {
        int distance = tree.firstChild(node) - node;
        return (distance << 16) | (tree.feature(node) << 1) | (tree.missingLeft(node) ? 1 : 0);
    }

    @Override
    long nodeBytes() {
        return ArraySize.ofDoubles(values.length) + ArraySize.ofInts(links.length);
    }

    @Override
    void addRow(double[] rows, int rowStart, double[] sums, int sumStart) {
        int trees = table.trees();
        int next = 0;
        for (; next + 4 <= trees; next += 4) {
            addFour(next, rows, rowStart, sums, sumStart);
        }
        for (; next < trees; next++) {
            sums[sumStart + table.group(next)] += leafOf(table.roots()[next], rows, rowStart);
        }
    }

    @Override
    void addRows(double[] rows, int rowCount, double[] sums) {
        int whole = rowCount - rowCount % 4;
        for (int first = 0; first < whole; first += BLOCK) {
            int end = Math.min(whole, first + BLOCK);
            for (int tree = 0; tree < table.trees(); tree++) {
                for (int row = first; row < end; row += 4) {
                    addToFourRows(tree, rows, row, sums);
                }
            }
        }
        for (int row = whole; row < rowCount; row++) {
            addRow(rows, row * table.features(), sums, row * table.outputs());
        }
    }

    private void addToFourRows(int tree, double[] rows, int row, double[] sums) {
        int[] all = links;
        int width = table.features();
        int start = row * width;
        int atA = table.roots()[tree];
        int atB = atA;
        int atC = atA;
        int atD = atA;
        int a = all[atA];
        int b = a;
        int c = a;
        int d = a;
        while ((a | b | c | d) != 0) {
            atA += distance(a, values[atA], rows[start + featureOf(a)]);
            atB += distance(b, values[atB], rows[start + width + featureOf(b)]);
            atC += distance(c, values[atC], rows[start + 2 * width + featureOf(c)]);
            atD += distance(d, values[atD], rows[start + 3 * width + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        int outputs = table.outputs();
        int at = row * outputs + table.group(tree);
        sums[at] += values[atA];
        sums[at + outputs] += values[atB];
        sums[at + 2 * outputs] += values[atC];
        sums[at + 3 * outputs] += values[atD];
    }

    private double leafOf(int root, double[] rows, int rowStart) {
        int at = root;
        int link = links[at];
        while (link != 0) {
            at += distance(link, values[at], rows[rowStart + featureOf(link)]);
            link = links[at];
        }
        return values[at];
    }

    private void addFour(int tree, double[] rows, int rowStart, double[] sums, int sumStart) {
        int[] all = links;
        int atA = table.roots()[tree];
        int atB = table.roots()[tree + 1];
        int atC = table.roots()[tree + 2];
        int atD = table.roots()[tree + 3];
        int a = all[atA];
        int b = all[atB];
        int c = all[atC];
        int d = all[atD];
        while ((a | b | c | d) != 0) {
            atA += distance(a, values[atA], rows[rowStart + featureOf(a)]);
            atB += distance(b, values[atB], rows[rowStart + featureOf(b)]);
            atC += distance(c, values[atC], rows[rowStart + featureOf(c)]);
            atD += distance(d, values[atD], rows[rowStart + featureOf(d)]);
            a = all[atA];
            b = all[atB];
            c = all[atC];
            d = all[atD];
        }
        sums[sumStart + table.group(tree)] += values[atA];
        sums[sumStart + table.group(tree + 1)] += values[atB];
        sums[sumStart + table.group(tree + 2)] += values[atC];
        sums[sumStart + table.group(tree + 3)] += values[atD];
    }

    /** The way from a node to the next; 0 from a leaf. */
    private static int distance(int link, double threshold, double value) {
        int distance = link >>> 16;
        int missingLeft = Double.isNaN(value) ? link & 1 : 0;
        int right = (value <= threshold ? 0 : 1) ^ missingLeft;
        return distance + (right & -distance >>> 31);
    }

    private static int featureOf(int link) {
        return link >>> 1 & MAX_FEATURES - 1;
    }
}
