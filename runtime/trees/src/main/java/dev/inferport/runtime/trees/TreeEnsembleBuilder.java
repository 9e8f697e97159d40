package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects trees, in the order in which their leaves are to be added, and compiles them. Not for use by several
 * threads.
 */
public final class TreeEnsembleBuilder {

    /** Features of a row at most. */
    public static final int MAX_FEATURES = 1 << 29;

    /** Nodes of all trees together at most. */
    public static final int MAX_NODES = 1 << 30;

    private final int features;
    private final int outputs;
    private final Comparison comparison;
    private final List<Tree> trees = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private long nodes;

    /**
     * @param features values in a row
     * @param outputs sums per row
     * @param comparison what all numeric splits ask
     */
    public TreeEnsembleBuilder(int features, int outputs, Comparison comparison) {
        if (features < 0 || features > MAX_FEATURES) {
            throw new InvalidTreeException("features: " + features + " (expected: 0 to " + MAX_FEATURES + ")");
        }
        if (outputs < 1) {
            throw new InvalidTreeException("outputs: " + outputs + " (expected: >= 1)");
        }
        this.features = features;
        this.outputs = outputs;
        this.comparison = comparison;
    }

    /**
     * A tree whose leaves are added to one output; where its leaves hold vectors, they are added to all outputs, and
     * the group is 0.
     *
     * @throws InvalidTreeException where the tree does not fit the ensemble's width, outputs, or other trees
     */
    public TreeEnsembleBuilder add(Tree tree, int group) {
        if (group < 0 || group >= outputs) {
            throw new InvalidTreeException("output: " + group + " (expected: 0 to " + (outputs - 1) + ")");
        }
        for (int node = 0; node < tree.nodeCount(); node++) {
            requireFits(tree, node);
        }
        nodes += tree.nodeCount();
        if (nodes > MAX_NODES) {
            throw new InvalidTreeException(
                    "nodes: " + nodes + " (expected: at most " + MAX_NODES + " in all trees together)");
        }
        trees.add(tree);
        groups.add(group);
        return this;
    }

    private void requireFits(Tree tree, int node) {
        if (tree.isLeaf(node)) {
            tree.linearLeaf(node).ifPresent(leaf -> leaf.features().forEach(this::requireFeature));
            if (tree.hasVectorLeaves() && tree.leafVector(node).length != outputs) {
                throw new InvalidTreeException("a leaf of " + tree.leafVector(node).length + " values (expected: "
                        + outputs + ", one for each output)");
            }
        } else {
            requireFeature(tree.feature(node));
        }
    }

    private void requireFeature(int feature) {
        if (feature >= features) {
            throw new InvalidTreeException(
                    "feature " + feature + " (expected: below " + features + ", the number of features)");
        }
    }

    /**
     * Compiles the trees for rows and sums of floats.
     *
     * @throws InvalidTreeException where a split takes zero for missing, or a leaf holds a linear model
     */
    public FloatTreeEnsemble buildFloat() {
        if (trees.stream().anyMatch(tree -> tree.hasMissingZeros() || tree.hasLinearLeaves())) {
            throw new InvalidTreeException(
                    "missing zeros or linear models in leaves (expected: neither, in single precision)");
        }
        TreeTable table = table();
        return PackedTrees.canHold(trees, features)
                ? PackedTrees.compile(table, trees, comparison)
                : WideTrees.compile(table, trees, comparison);
    }

    /**
     * Compiles the trees for rows and sums of doubles.
     *
     * @throws InvalidTreeException where some trees hold vectors in their leaves and others don't, or where a split of
     *     trees with vectors takes zero for missing
     */
    public DoubleTreeEnsemble buildDouble() {
        TreeTable table = table();
        if (trees.stream().anyMatch(Tree::hasVectorLeaves)) {
            if (!trees.stream().allMatch(tree -> tree.hasVectorLeaves() && !tree.hasMissingZeros())) {
                throw new InvalidTreeException("vectors in the leaves of some trees, or missing zeros beside them"
                        + " (expected: vectors in all leaves, and NaN alone for missing)");
            }
            return VectorDoubleTrees.compile(table, trees, comparison);
        }
        return PackedDoubleTrees.canHold(trees, features)
                ? PackedDoubleTrees.compile(table, trees, comparison)
                : WideDoubleTrees.compile(table, trees, comparison);
    }

    private TreeTable table() {
        int[] groupOf = groups.stream().mapToInt(Integer::intValue).toArray();
        return TreeTable.of(trees, groupOf, features, outputs);
    }
}
