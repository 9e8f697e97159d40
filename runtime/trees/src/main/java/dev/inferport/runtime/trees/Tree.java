package dev.inferport.runtime.trees;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One decision tree: known to be one, without the nodes that can't be reached, in breadth-first order with siblings
 * side by side. Made by a {@link TreeBuilder}. Immutable.
 *
 * <p>This is the form between a file format and an evaluator. It has the precision of the widest format; the
 * evaluators' layouts are narrower.
 */
public final class Tree {

    /** The first child of a leaf. The root is nobody's child, so 0 is free for this. */
    static final int NO_CHILD = 0;

    /** The detail of a numeric split, and of a leaf that is no linear model. */
    static final int NO_DETAIL = -1;

    private final Nodes nodes;
    private final Details details;
    private final int depth;

    /**
     * The nodes by their place in breadth-first order.
     *
     * @param feature the feature that a split asks for
     * @param firstChild the place of the left child, the right one being next to it, or {@link #NO_CHILD}
     * @param value a split's threshold, or a leaf's value, or the index of its vector
     * @param detail the index of a categorical split's set, or of a leaf's linear model, or {@link #NO_DETAIL}
     * @param missingLeft whether a row without the feature goes left
     * @param zeroMissing whether zero is a missing value too
     */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Nodes(
            int[] feature,
            int[] firstChild,
            double[] value,
            int[] detail,
            boolean[] missingLeft,
            boolean[] zeroMissing) {

        Nodes(int count) {
            this(
                    new int[count],
                    new int[count],
                    new double[count],
                    new int[count],
                    new boolean[count],
                    new boolean[count]);
        }
    }

    /** What does not fit into a node; nodes refer to it by index. */
    record Details(List<long[]> categorySets, List<double[]> leafVectors, List<LinearLeaf> linearLeaves) {

        Details {
            categorySets = List.copyOf(categorySets);
            leafVectors = List.copyOf(leafVectors);
            linearLeaves = List.copyOf(linearLeaves);
        }
    }

    Tree(Nodes nodes, Details details, int depth) {
        this.nodes = nodes;
        this.details = details;
        this.depth = depth;
    }

    /** Describes a tree of that many nodes, of which number 0 is the root. */
    public static TreeBuilder builder(int nodeCount) {
        return new TreeBuilder(nodeCount);
    }

    /** The nodes that can be reached. */
    public int nodeCount() {
        return nodes.feature.length;
    }

    /** The splits on the longest way from the root to a leaf; 0 for a tree that is a leaf. */
    public int depth() {
        return depth;
    }

    /** Whether leaves hold vectors, one value for each output, instead of single values. */
    public boolean hasVectorLeaves() {
        return !details.leafVectors.isEmpty();
    }

    /** Whether leaves hold linear models. */
    public boolean hasLinearLeaves() {
        return !details.linearLeaves.isEmpty();
    }

    /** Whether a split takes zero for a missing value. */
    public boolean hasMissingZeros() {
        for (boolean missing : nodes.zeroMissing) {
            if (missing) {
                return true;
            }
        }
        return false;
    }

    /** Whether a split asks for a category. */
    public boolean hasCategories() {
        return !details.categorySets.isEmpty();
    }

    /** This tree with each value in its leaves times a weight; the product is that of floats. Not for linear models. */
    public Tree weighted(float weight) {
        double[] value = nodes.value.clone();
        for (int node = 0; node < value.length; node++) {
            if (isLeaf(node) && !hasVectorLeaves()) {
                value[node] = (float) value[node] * weight;
            }
        }
        List<double[]> vectors = details.leafVectors.stream()
                .map(vector ->
                        Arrays.stream(vector).map(v -> (float) v * weight).toArray())
                .toList();
        Nodes weighted =
                new Nodes(nodes.feature, nodes.firstChild, value, nodes.detail, nodes.missingLeft, nodes.zeroMissing);
        return new Tree(weighted, new Details(details.categorySets, vectors, details.linearLeaves), depth);
    }

    boolean isLeaf(int node) {
        return nodes.firstChild[node] == NO_CHILD;
    }

    boolean isCategorical(int node) {
        return !isLeaf(node) && nodes.detail[node] != NO_DETAIL;
    }

    int feature(int node) {
        return nodes.feature[node];
    }

    int firstChild(int node) {
        return nodes.firstChild[node];
    }

    boolean missingLeft(int node) {
        return nodes.missingLeft[node];
    }

    boolean zeroMissing(int node) {
        return nodes.zeroMissing[node];
    }

    double threshold(int node) {
        return nodes.value[node];
    }

    double leafValue(int node) {
        return nodes.value[node];
    }

    double[] leafVector(int node) {
        return details.leafVectors.get((int) nodes.value[node]);
    }

    Optional<LinearLeaf> linearLeaf(int node) {
        int index = nodes.detail[node];
        return isLeaf(node) && index != NO_DETAIL ? Optional.of(details.linearLeaves.get(index)) : Optional.empty();
    }

    /** The categories that go left: bit {@code c % 64} of word {@code c / 64}. */
    long[] categories(int node) {
        return details.categorySets.get(nodes.detail[node]);
    }
}
