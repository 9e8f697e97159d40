package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import org.jspecify.annotations.Nullable;

/** A tree of {@code sklearn.tree}: its nodes, and for each node what the training rows in it had as targets. */
final class CartTree {

    private static final int LEAF = -1;

    private final NdArray nodes;
    private final NdArray values;
    private final int outputs;
    private final int width;
    private final int features;
    private final boolean fractions;

    private CartTree(PyObject tree, Fields state, boolean fractions) {
        this.features = Py.integer(tree.argument(0));
        this.nodes = state.passingArray("nodes");
        this.values = state.passingArray("values");
        int[] shape = values.shape();
        if (shape.length != 3 || shape[0] != nodes.size() || nodes.size() == 0) {
            throw new InvalidModelException("a decision tree has " + nodes.size() + " nodes and other values");
        }
        this.outputs = shape[1];
        this.width = shape[2];
        this.fractions = fractions;
    }

    /** The {@code tree_} of a fitted decision tree. */
    static CartTree of(Fields estimator) {
        Fields state = estimator.object("tree_");
        return new CartTree(state.object(), state, estimator.since(1, 4));
    }

    int features() {
        return features;
    }

    int nodeCount() {
        return nodes.size();
    }

    /** Makes the leaf of a node. */
    interface Leaf {
        void add(TreeBuilder builder, int node);
    }

    /**
     * Leaves with the share of each class, those of one target after those of the other.
     *
     * @param classes of each target
     */
    Tree shares(int... classes) {
        int total = 0;
        for (int count : classes) {
            total += count;
            if (count > width) {
                throw new InvalidModelException("a decision tree has " + width + " classes (expected: " + count + ")");
            }
        }
        if (classes.length != outputs) {
            throw new InvalidModelException(
                    "a decision tree has " + outputs + " targets (expected: " + classes.length + ")");
        }
        int all = total;
        return tree((builder, node) -> {
            double[] shares = new double[all];
            int start = 0;
            for (int target = 0; target < outputs; target++) {
                share(node, target, shares, start, classes[target]);
                start += classes[target];
            }
            builder.leaf(node, shares);
        });
    }

    /** Leaves with a number, or with one for each target. */
    Tree numbers() {
        if (outputs == 1) {
            return tree((builder, node) -> builder.leaf(node, number(node)));
        }
        return tree((builder, node) -> {
            double[] targets = new double[outputs];
            for (int i = 0; i < outputs; i++) {
                targets[i] = values.number((node * outputs + i) * width);
            }
            builder.leaf(node, targets);
        });
    }

    /** Leaves with a number, each times a factor. */
    Tree numbersTimes(double factor) {
        requireOneOutput();
        return tree((builder, node) -> builder.leaf(node, factor * number(node)));
    }

    /** Targets of a regression tree. */
    int outputs() {
        return outputs;
    }

    Tree tree(Leaf leaf) {
        return tree(leaf, null);
    }

    /** @param columns for each feature of the tree the column of the row; null = the same */
    Tree tree(Leaf leaf, int @Nullable [] columns) {
        try {
            return describe(leaf, columns).build();
        } catch (InvalidTreeException e) {
            throw new InvalidModelException("a decision tree of the file is none: " + e.getMessage(), e);
        }
    }

    private TreeBuilder describe(Leaf leaf, int @Nullable [] columns) {
        HeapRoom.requireForModel(64L * nodes.size());
        TreeBuilder builder = Tree.builder(nodes.size());
        NdArray left = nodes.field("left_child");
        NdArray right = nodes.field("right_child");
        NdArray feature = nodes.field("feature");
        NdArray threshold = nodes.field("threshold");
        boolean knowsMissing = nodes.hasField("missing_go_to_left");
        for (int node = 0; node < nodes.size(); node++) {
            int child = Math.toIntExact(left.integer(node));
            if (child == LEAF) {
                leaf.add(builder, node);
            } else {
                int asked = Math.toIntExact(feature.integer(node));
                boolean missingLeft =
                        knowsMissing && nodes.field("missing_go_to_left").integer(node) != 0;
                builder.split(
                        node,
                        columns == null ? asked : columns[asked],
                        threshold.number(node),
                        missingLeft,
                        child,
                        Math.toIntExact(right.integer(node)));
            }
        }
        return builder;
    }

    /** Splits on the way from the root to each node. */
    int[] depths() {
        int[] depths = new int[nodes.size()];
        NdArray left = nodes.field("left_child");
        NdArray right = nodes.field("right_child");
        for (int node = 0; node < depths.length; node++) {
            if (left.integer(node) != LEAF) {
                depths[Math.toIntExact(left.integer(node))] = depths[node] + 1;
                depths[Math.toIntExact(right.integer(node))] = depths[node] + 1;
            }
        }
        return depths;
    }

    /** Training rows in a node. */
    long samples(int node) {
        return nodes.field("n_node_samples").integer(node);
    }

    private double number(int node) {
        return values.number(node * width);
    }

    /** From 1.4 on the file has shares; before, it has the weight of each class. */
    private void share(int node, int target, double[] into, int start, int classes) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            into[start + c] = values.number((node * outputs + target) * width + c);
            sum += into[start + c];
        }
        for (int c = 0; c < classes && !fractions && sum != 0; c++) {
            into[start + c] /= sum;
        }
    }

    private void requireOneOutput() {
        if (outputs != 1) {
            throw new InvalidModelException("a classifier of " + outputs + " targets at a time is not served");
        }
    }
}
