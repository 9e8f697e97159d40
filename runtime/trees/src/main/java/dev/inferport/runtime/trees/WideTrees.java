package dev.inferport.runtime.trees;

import java.util.List;

/**
 * Twelve bytes a node, for whatever {@link PackedTrees} can't hold: large trees, many features, splits by category,
 * vectors in leaves.
 *
 * <p>A node is an int at the same place of three arrays: the feature with two flags; the distance to the left child, 0
 * for a leaf; and the bits of the threshold or of the leaf's value, or else the number of the category set or of the
 * vector.
 */
final class WideTrees extends FloatTreeEnsemble {

    static final int MISSING_LEFT = 1 << 31;
    static final int CATEGORICAL = 1 << 30;
    private static final int FEATURE = CATEGORICAL - 1;
    private static final int BLOCK = 64;
    private static final int INFINITY = 0x7F800000;

    private final int[] features;
    private final int[] distances;
    private final int[] values;
    private final CategorySets categories;
    private final float[] vectors;

    WideTrees(
            TreeTable table, int[] features, int[] distances, int[] values, CategorySets categories, float[] vectors) {
        super(table);
        this.features = features;
        this.distances = distances;
        this.values = values;
        this.categories = categories;
        this.vectors = vectors;
    }

    static WideTrees compile(TreeTable table, List<Tree> trees, Comparison comparison) {
        return new WideTreesCompiler(table, trees, comparison).compile();
    }

    @Override
    long nodeBytes() {
        return 3 * ArraySize.ofInts(features.length) + categories.sizeInBytes() + ArraySize.ofFloats(vectors.length);
    }

    @Override
    void addRow(float[] rows, int rowStart, float[] sums, int sumStart) {
        for (int i = 0; i < table.trees(); i++) {
            addLeaf(i, leafOf(table.roots()[i], rows, rowStart), sums, sumStart);
        }
    }

    /** Tree by tree, four rows at a time: see {@link PackedTrees}. */
    @Override
    void addRows(float[] rows, int rowCount, float[] sums) {
        if (rowCount < 4 || !categories.isEmpty()) {
            super.addRows(rows, rowCount, sums);
            return;
        }
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

    private void addToFourRows(int tree, float[] rows, int row, float[] sums) {
        int width = table.features();
        int start = row * width;
        int a = table.roots()[tree];
        int b = a;
        int c = a;
        int d = a;
        while ((distances[a] | distances[b] | distances[c] | distances[d]) != 0) {
            a = next(a, rows, start);
            b = next(b, rows, start + width);
            c = next(c, rows, start + 2 * width);
            d = next(d, rows, start + 3 * width);
        }
        int outputs = table.outputs();
        addLeaf(tree, a, sums, row * outputs);
        addLeaf(tree, b, sums, (row + 1) * outputs);
        addLeaf(tree, c, sums, (row + 2) * outputs);
        addLeaf(tree, d, sums, (row + 3) * outputs);
    }

    /** The node after this one, without a branch; a leaf leads to itself. */
    private int next(int at, float[] rows, int rowStart) {
        int feature = features[at];
        int distance = distances[at];
        float value = rows[rowStart + (feature & FEATURE)];
        int missing = (INFINITY - (Float.floatToRawIntBits(value) & Integer.MAX_VALUE)) >>> 31;
        int right = (value < Float.intBitsToFloat(values[at]) ? 0 : 1) ^ (feature >>> 31 & missing);
        return at + distance + (right & -distance >>> 31);
    }

    private void addLeaf(int tree, int at, float[] sums, int sumStart) {
        if (vectors.length == 0) {
            sums[sumStart + table.group(tree)] += Float.intBitsToFloat(values[at]);
        } else {
            addVector(values[at] * table.outputs(), sums, sumStart);
        }
    }

    private void addVector(int vectorStart, float[] sums, int sumStart) {
        for (int i = 0; i < table.outputs(); i++) {
            sums[sumStart + i] += vectors[vectorStart + i];
        }
    }

    private int leafOf(int root, float[] rows, int rowStart) {
        int at = root;
        int distance = distances[at];
        while (distance != 0) {
            int feature = features[at];
            float value = rows[rowStart + (feature & FEATURE)];
            at += goesLeft(feature, values[at], value) ? distance : distance + 1;
            distance = distances[at];
        }
        return at;
    }

    private boolean goesLeft(int feature, int threshold, float value) {
        if (Float.isNaN(value)) {
            return (feature & MISSING_LEFT) != 0;
        }
        return (feature & CATEGORICAL) == 0
                ? value < Float.intBitsToFloat(threshold)
                : categories.contains(threshold, value);
    }
}
