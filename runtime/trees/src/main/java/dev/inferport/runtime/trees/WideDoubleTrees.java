package dev.inferport.runtime.trees;

import java.util.List;

/**
 * Sixteen bytes a node, for whatever {@link PackedDoubleTrees} can't hold: large trees, many features, splits by
 * category, zeros that are missing values, linear models in leaves.
 *
 * <p>A node has the same place in three arrays: an int, which is the feature with three flags, or the number of a
 * leaf's linear model; the distance to the left child, 0 for a leaf; and the threshold or the leaf's value, or else the
 * number of the category set.
 */
final class WideDoubleTrees extends DoubleTreeEnsemble {

    static final int MISSING_LEFT = 1 << 31;
    static final int CATEGORICAL = 1 << 30;
    static final int ZERO_MISSING = 1 << 29;
    private static final int FEATURE = ZERO_MISSING - 1;

    /** Instead of the number of a linear model, for a leaf that is none. */
    static final int NO_MODEL = -1;

    private final int[] features;
    private final int[] distances;
    private final double[] values;
    private final CategorySets categories;
    private final LinearLeaves models;

    WideDoubleTrees(
            TreeTable table,
            int[] features,
            int[] distances,
            double[] values,
            CategorySets categories,
            LinearLeaves models) {
        super(table);
        this.features = features;
        this.distances = distances;
        this.values = values;
        this.categories = categories;
        this.models = models;
    }

    static WideDoubleTrees compile(TreeTable table, List<Tree> trees, Comparison comparison) {
        return new WideDoubleTreesCompiler(table, trees, comparison).compile();
    }

    @Override
    long nodeBytes() {
        return 2 * ArraySize.ofInts(features.length)
                + ArraySize.ofDoubles(values.length)
                + categories.sizeInBytes()
                + models.sizeInBytes();
    }

    @Override
    void addRow(double[] rows, int rowStart, double[] sums, int sumStart) {
        for (int i = 0; i < table.trees(); i++) {
            int leaf = leafOf(table.roots()[i], rows, rowStart);
            int model = features[leaf];
            sums[sumStart + table.group(i)] +=
                    model == NO_MODEL ? values[leaf] : models.value(model, rows, rowStart, values[leaf]);
        }
    }

    private int leafOf(int root, double[] rows, int rowStart) {
        int at = root;
        int distance = distances[at];
        while (distance != 0) {
            int feature = features[at];
            double value = rows[rowStart + (feature & FEATURE)];
            at += goesLeft(feature, values[at], value) ? distance : distance + 1;
            distance = distances[at];
        }
        return at;
    }

    private boolean goesLeft(int feature, double threshold, double value) {
        if (Double.isNaN(value) || isMissingZero(feature, value)) {
            return (feature & MISSING_LEFT) != 0;
        }
        return (feature & CATEGORICAL) == 0 ? value <= threshold : categories.contains((int) threshold, value);
    }

    private static boolean isMissingZero(int feature, double value) {
        return (feature & ZERO_MISSING) != 0 && Math.abs(value) <= TreeBuilder.ZERO_BOUND;
    }
}
