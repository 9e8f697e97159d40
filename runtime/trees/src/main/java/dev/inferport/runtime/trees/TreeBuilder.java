package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Describes one tree, node by node in any order, under the numbers that the format gives them. Nodes that the root does
 * not lead to may stay undescribed; formats keep pruned ones. Not for use by several threads.
 */
public final class TreeBuilder {

    /** The longest way from root to leaf that is accepted; trained trees stay far below. */
    public static final int MAX_DEPTH = 4096;

    /** What is not farther from zero counts as zero where a split takes zero for missing: LightGBM's bound. */
    public static final double ZERO_BOUND = 1e-35f;

    private enum Kind {
        UNKNOWN,
        SPLIT,
        LEAF
    }

    private final Kind[] kinds;
    private final Tree.Nodes described;
    private final int[] right;
    private final List<long[]> categorySets = new ArrayList<>();
    private final List<double[]> leafVectors = new ArrayList<>();
    private final List<LinearLeaf> linearLeaves = new ArrayList<>();
    private boolean singleValues;

    TreeBuilder(int nodeCount) {
        if (nodeCount < 1) {
            throw new InvalidTreeException("nodes: " + nodeCount + " (expected: at least a root)");
        }
        kinds = new Kind[nodeCount];
        Arrays.fill(kinds, Kind.UNKNOWN);
        described = new Tree.Nodes(nodeCount);
        right = new int[nodeCount];
    }

    /** A split at a threshold, with the ensemble's {@link Comparison}; a missing value (NaN) goes as told. */
    public TreeBuilder split(int node, int feature, double threshold, boolean missingLeft, int left, int right) {
        if (Double.isNaN(threshold)) {
            throw new InvalidTreeException("node " + node + ": the threshold is not a number");
        }
        describeSplit(node, feature, missingLeft, left, right);
        described.value()[node] = threshold;
        described.detail()[node] = Tree.NO_DETAIL;
        return this;
    }

    /**
     * As {@link #split}, but zero, and what is not farther from it than {@link #ZERO_BOUND}, is a missing value too.
     * For ensembles of double precision only.
     */
    public TreeBuilder zeroMissingSplit(
            int node, int feature, double threshold, boolean missingLeft, int left, int right) {
        split(node, feature, threshold, missingLeft, left, right);
        described.zeroMissing()[node] = true;
        return this;
    }

    /**
     * A split by category. A value is cut off to a whole number; the categories in the set go left, all others right,
     * also those that are negative or beyond the end of the set; a missing value (NaN) goes as told. A value between -1
     * and 0 is negative to an ensemble over floats, and 0 to one over doubles: as XGBoost and LightGBM have it.
     *
     * @param set bit {@code c % 64} of word {@code c / 64} stands for category {@code c}
     */
    public TreeBuilder categorySplit(int node, int feature, long[] set, boolean missingLeft, int left, int right) {
        describeSplit(node, feature, missingLeft, left, right);
        described.detail()[node] = categorySets.size();
        categorySets.add(set.clone());
        return this;
    }

    /** A leaf that adds to one output, the one of its tree. */
    public TreeBuilder leaf(int node, double value) {
        describe(node, Kind.LEAF);
        singleValues = true;
        described.value()[node] = value;
        described.detail()[node] = Tree.NO_DETAIL;
        return this;
    }

    /** A leaf that adds what a linear model says. For ensembles of double precision only. */
    public TreeBuilder leaf(int node, LinearLeaf model) {
        leaf(node, model.valueIfMissing());
        described.detail()[node] = linearLeaves.size();
        linearLeaves.add(model);
        return this;
    }

    /** A leaf that adds to all outputs. A tree has either such leaves or single values. */
    public TreeBuilder leaf(int node, double[] values) {
        describe(node, Kind.LEAF);
        described.detail()[node] = Tree.NO_DETAIL;
        described.value()[node] = leafVectors.size();
        leafVectors.add(values.clone());
        return this;
    }

    /**
     * The tree.
     *
     * @throws InvalidTreeException where a child does not exist or was not described, where two ways lead to one node
     *     (or a way back), where a way is longer than {@link #MAX_DEPTH}, or where leaves are of both kinds
     */
    public Tree build() {
        if (singleValues && !leafVectors.isEmpty()) {
            throw new InvalidTreeException("some leaves hold single values, some vectors (expected: all the same)");
        }
        int[] order = breadthFirst();
        Tree.Nodes nodes = new Tree.Nodes(order.length);
        int nextChild = 1;
        for (int place = 0; place < order.length; place++) {
            int node = order[place];
            boolean split = kinds[node] == Kind.SPLIT;
            nodes.feature()[place] = split ? described.feature()[node] : 0;
            nodes.value()[place] = described.value()[node];
            nodes.detail()[place] = described.detail()[node];
            nodes.missingLeft()[place] = described.missingLeft()[node];
            nodes.zeroMissing()[place] = described.zeroMissing()[node];
            nodes.firstChild()[place] = split ? nextChild : Tree.NO_CHILD;
            nextChild += split ? 2 : 0;
        }
        Tree.Details details = new Tree.Details(categorySets, leafVectors, linearLeaves);
        return new Tree(nodes, details, depth(nodes.firstChild()));
    }

    private static int depth(int[] firstChild) {
        int[] depths = new int[firstChild.length];
        for (int place = 0; place < depths.length; place++) {
            if (firstChild[place] != Tree.NO_CHILD) {
                depths[firstChild[place]] = depths[firstChild[place] + 1] = depths[place] + 1;
            }
        }
        int depth = depths[depths.length - 1];
        if (depth > MAX_DEPTH) {
            throw new InvalidTreeException("depth: " + depth + " (expected: at most " + MAX_DEPTH + ")");
        }
        return depth;
    }

    private int[] breadthFirst() {
        int[] order = new int[kinds.length];
        boolean[] seen = new boolean[kinds.length];
        int found = 1;
        seen[0] = true;
        for (int place = 0; place < found; place++) {
            int node = order[place];
            if (kinds[node] == Kind.UNKNOWN) {
                throw new InvalidTreeException("node " + node + " is a child but was not described");
            }
            if (kinds[node] == Kind.SPLIT) {
                found = visit(described.firstChild()[node], node, seen, order, found);
                found = visit(right[node], node, seen, order, found);
            }
        }
        return Arrays.copyOf(order, found);
    }

    private static int visit(int child, int parent, boolean[] seen, int[] order, int found) {
        if (child < 0 || child >= seen.length) {
            throw new InvalidTreeException(
                    "node " + parent + ": child " + child + " (expected: 0 to " + (seen.length - 1) + ")");
        }
        if (seen[child]) {
            throw new InvalidTreeException("node " + parent + ": another way leads to its child " + child + " already");
        }
        seen[child] = true;
        order[found] = child;
        return found + 1;
    }

    private void describeSplit(int node, int feature, boolean missingLeft, int left, int right) {
        if (feature < 0) {
            throw new InvalidTreeException("node " + node + ": feature " + feature + " (expected: >= 0)");
        }
        describe(node, Kind.SPLIT);
        described.feature()[node] = feature;
        described.missingLeft()[node] = missingLeft;
        described.firstChild()[node] = left;
        this.right[node] = right;
    }

    private void describe(int node, Kind kind) {
        if (node < 0 || node >= kinds.length) {
            throw new InvalidTreeException("node " + node + " (expected: 0 to " + (kinds.length - 1) + ")");
        }
        if (kinds[node] != Kind.UNKNOWN) {
            throw new InvalidTreeException("node " + node + " is described twice");
        }
        kinds[node] = kind;
    }
}
