package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.List;

/** Lays trees out as {@link WideTrees}. */
final class WideTreesCompiler {

    private final TreeTable table;
    private final List<Tree> trees;
    private final Comparison comparison;
    private final int[] features;
    private final int[] distances;
    private final int[] values;
    private final List<long[]> categorySets = new ArrayList<>();
    private final float[] vectors;
    private int vectorCount;

    WideTreesCompiler(TreeTable table, List<Tree> trees, Comparison comparison) {
        this.table = table;
        this.trees = trees;
        this.comparison = comparison;
        this.features = new int[table.nodes()];
        this.distances = new int[table.nodes()];
        this.values = new int[table.nodes()];
        this.vectors = new float[vectorElements()];
    }

    WideTrees compile() {
        int place = 0;
        for (Tree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++) {
                if (tree.isLeaf(node)) {
                    values[place] = vectors.length == 0 ? bits(tree.leafValue(node)) : addVector(tree, node);
                } else {
                    compileSplit(tree, node, place);
                }
                place++;
            }
        }
        return new WideTrees(table, features, distances, values, CategorySets.of(categorySets), vectors);
    }

    private void compileSplit(Tree tree, int node, int place) {
        int missing = tree.missingLeft(node) ? WideTrees.MISSING_LEFT : 0;
        distances[place] = tree.firstChild(node) - node;
        if (tree.isCategorical(node)) {
            features[place] = tree.feature(node) | missing | WideTrees.CATEGORICAL;
            values[place] = categorySets.size();
            categorySets.add(tree.categories(node));
        } else {
            features[place] = tree.feature(node) | missing;
            values[place] = Float.floatToRawIntBits(comparison.floatThreshold(tree.threshold(node)));
        }
    }

    private int addVector(Tree tree, int node) {
        int start = vectorCount * table.outputs();
        double[] leaf = tree.leafVector(node);
        for (int i = 0; i < leaf.length; i++) {
            vectors[start + i] = (float) leaf[i];
        }
        return vectorCount++;
    }

    /** The floats that the vectors of all leaves take; either all trees have such leaves, or none. */
    private int vectorElements() {
        long leaves = 0;
        int withVectors = 0;
        for (Tree tree : trees) {
            if (tree.hasVectorLeaves()) {
                withVectors++;
                leaves += (tree.nodeCount() + 1) / 2;
            }
        }
        if (withVectors != 0 && withVectors != trees.size()) {
            throw new InvalidTreeException(withVectors + " of " + trees.size()
                    + " trees have vectors in their leaves (expected: all or none)");
        }
        if (leaves * table.outputs() > Integer.MAX_VALUE / 2) {
            throw new InvalidTreeException(
                    "leaves hold " + leaves * table.outputs() + " values (expected: at most 2^30)");
        }
        return (int) (leaves * table.outputs());
    }

    private static int bits(double leafValue) {
        return Float.floatToRawIntBits((float) leafValue);
    }
}
