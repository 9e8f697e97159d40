package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.List;

/**
 * Sixteen bytes a node, for trees whose leaves hold vectors, such as the share of each class.
 *
 * <p>A node has the same place in three arrays: the feature with two flags; the distance to the left child, 0 for a
 * leaf; and the threshold, or else the number of the category set or of the leaf's vector.
 */
final class VectorDoubleTrees extends DoubleTreeEnsemble {

    private static final int MISSING_LEFT = 1 << 31;
    private static final int CATEGORICAL = 1 << 30;
    private static final int FEATURE = CATEGORICAL - 1;

    private final int[] features;
    private final int[] distances;
    private final double[] values;
    private final CategorySets categories;
    private final double[] vectors;

    private VectorDoubleTrees(
            TreeTable table,
            int[] features,
            int[] distances,
            double[] values,
            CategorySets categories,
            double[] vectors) {
        super(table);
        this.features = features;
        this.distances = distances;
        this.values = values;
        this.categories = categories;
        this.vectors = vectors;
    }

    static VectorDoubleTrees compile(TreeTable table, List<Tree> trees, Comparison comparison) {
        int[] features = new int[table.nodes()];
        int[] distances = new int[table.nodes()];
        double[] values = new double[table.nodes()];
        List<long[]> sets = new ArrayList<>();
        List<double[]> vectors = new ArrayList<>();
        int place = 0;
        for (Tree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++, place++) {
                if (tree.isLeaf(node)) {
                    values[place] = vectors.size();
                    vectors.add(tree.leafVector(node));
                    continue;
                }
                distances[place] = tree.firstChild(node) - node;
                features[place] = tree.feature(node) | (tree.missingLeft(node) ? MISSING_LEFT : 0);
                if (tree.isCategorical(node)) {
                    features[place] |= CATEGORICAL;
                    values[place] = sets.size();
                    sets.add(tree.categories(node));
                } else {
                    values[place] = comparison.doubleThreshold(tree.threshold(node));
                }
            }
        }
        return new VectorDoubleTrees(
                table, features, distances, values, CategorySets.of(sets), joined(vectors, table.outputs()));
    }

    @Override
    long nodeBytes() {
        return 2 * ArraySize.ofInts(features.length)
                + ArraySize.ofDoubles(values.length)
                + categories.sizeInBytes()
                + ArraySize.ofDoubles(vectors.length);
    }

    @Override
    void addRow(double[] rows, int rowStart, double[] sums, int sumStart) {
        int outputs = table.outputs();
        for (int i = 0; i < table.trees(); i++) {
            int start = outputs * (int) values[leafOf(table.roots()[i], rows, rowStart)];
            for (int output = 0; output < outputs; output++) {
                sums[sumStart + output] += vectors[start + output];
            }
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
        if (Double.isNaN(value)) {
            return (feature & MISSING_LEFT) != 0;
        }
        return (feature & CATEGORICAL) == 0 ? value <= threshold : categories.contains((int) threshold, value);
    }

    private static double[] joined(List<double[]> vectors, int outputs) {
        if ((long) vectors.size() * outputs > Integer.MAX_VALUE / 2) {
            throw new InvalidTreeException(
                    "leaves hold " + (long) vectors.size() * outputs + " values (expected: at most 2^30)");
        }
        double[] joined = new double[vectors.size() * outputs];
        for (int i = 0; i < vectors.size(); i++) {
            System.arraycopy(vectors.get(i), 0, joined, i * outputs, outputs);
        }
        return joined;
    }
}
