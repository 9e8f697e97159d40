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
            int leaf = values[leafOf(table.roots()[i], rows, rowStart)];
            if (vectors.length == 0) {
                sums[sumStart + table.group(i)] += Float.intBitsToFloat(leaf);
            } else {
                addVector(leaf * table.outputs(), sums, sumStart);
            }
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
