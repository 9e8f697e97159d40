package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.List;

/** Lays trees out as {@link WideDoubleTrees}. */
final class WideDoubleTreesCompiler {

    private final TreeTable table;
    private final List<Tree> trees;
    private final Comparison comparison;
    private final int[] features;
    private final int[] distances;
    private final double[] values;
    private final List<long[]> categorySets = new ArrayList<>();
    private final List<LinearLeaf> models = new ArrayList<>();

    WideDoubleTreesCompiler(TreeTable table, List<Tree> trees, Comparison comparison) {
        this.table = table;
        this.trees = trees;
        this.comparison = comparison;
        this.features = new int[table.nodes()];
        this.distances = new int[table.nodes()];
        this.values = new double[table.nodes()];
    }

    WideDoubleTrees compile() {
        int place = 0;
        for (Tree tree : trees) {
            for (int node = 0; node < tree.nodeCount(); node++) {
                if (tree.isLeaf(node)) {
                    compileLeaf(tree, node, place);
                } else {
                    compileSplit(tree, node, place);
                }
                place++;
            }
        }
        return new WideDoubleTrees(
                table, features, distances, values, CategorySets.of(categorySets), LinearLeaves.of(models));
    }

    private void compileLeaf(Tree tree, int node, int place) {
        values[place] = tree.leafValue(node);
        features[place] = WideDoubleTrees.NO_MODEL;
        tree.linearLeaf(node).ifPresent(model -> {
            features[place] = models.size();
            models.add(model);
        });
    }

    private void compileSplit(Tree tree, int node, int place) {
        distances[place] = tree.firstChild(node) - node;
        features[place] = tree.feature(node)
                | (tree.missingLeft(node) ? WideDoubleTrees.MISSING_LEFT : 0)
                | (tree.zeroMissing(node) ? WideDoubleTrees.ZERO_MISSING : 0);
        if (tree.isCategorical(node)) {
            features[place] |= WideDoubleTrees.CATEGORICAL;
            values[place] = categorySets.size();
            categorySets.add(tree.categories(node));
        } else {
            values[place] = comparison.doubleThreshold(tree.threshold(node));
        }
    }
}
