package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.LinearLeaf;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import java.util.Optional;

/**
 * One tree of a model's text: a list for each property of its splits, and one for each of its leaves. Where a child is
 * negative, it is a leaf: -1 the first, -2 the second. Not for use by several threads.
 */
final class TreeSection {

    private static final int CATEGORICAL = 1;
    private static final int MISSING_LEFT = 2;
    private static final int MISSING_TYPE_SHIFT = 2;
    private static final int LARGEST_DECISION_TYPE = 0b1011;

    /** The types of missing values: none, where NaN is zero; zero and NaN; NaN alone. */
    private static final int NO_MISSING = 0;

    private static final int ZERO_MISSING = 1;

    /** While a tree is made. */
    private static final long BYTES_PER_NODE = 64;

    private final Section section;
    private final int leaves;
    private final int splits;

    TreeSection(Section section) throws InvalidBoosterException {
        this.section = section;
        leaves = section.integer("num_leaves");
        if (leaves < 1) {
            throw new InvalidBoosterException("num_leaves: " + leaves + " (expected: >= 1)");
        }
        splits = leaves - 1;
    }

    /** The tree; its splits come first, then its leaves. */
    Tree toTree() throws InvalidBoosterException {
        double[] values = section.numbers("leaf_value", leaves);
        HeapRoom.requireForModel(BYTES_PER_NODE * (splits + (long) leaves));
        TreeBuilder tree = Tree.builder(Math.addExact(splits, leaves));
        if (splits > 0) {
            addSplits(tree);
        }
        if (section.integer("is_linear", 0) == 0) {
            for (int leaf = 0; leaf < leaves; leaf++) {
                tree.leaf(splits + leaf, values[leaf]);
            }
        } else {
            addModels(tree, values);
        }
        return tree.build();
    }

    private void addSplits(TreeBuilder tree) throws InvalidBoosterException {
        int[] feature = section.integers("split_feature", splits);
        double[] threshold = section.numbers("threshold", splits);
        int[] type = section.has("decision_type") ? section.integers("decision_type", splits) : new int[splits];
        int[] left = section.integers("left_child", splits);
        int[] right = section.integers("right_child", splits);
        CategoryFields categories = CategoryFields.of(section);
        for (int split = 0; split < splits; split++) {
            requireDecisionType(type[split]);
            int leftNode = node(left[split]);
            int rightNode = node(right[split]);
            if ((type[split] & CATEGORICAL) != 0) {
                long[] set = categories.take(threshold[split]);
                tree.categorySplit(split, feature[split], set, false, leftNode, rightNode);
            } else {
                addNumeric(tree, split, feature[split], threshold[split], type[split], leftNode, rightNode);
            }
        }
    }

    private static void addNumeric(
            TreeBuilder tree, int split, int feature, double threshold, int type, int left, int right) {
        boolean missingLeft = (type & MISSING_LEFT) != 0;
        switch (type >> MISSING_TYPE_SHIFT) {
            case NO_MISSING -> tree.split(split, feature, threshold, 0 <= threshold, left, right);
            case ZERO_MISSING -> tree.zeroMissingSplit(split, feature, threshold, missingLeft, left, right);
            default -> tree.split(split, feature, threshold, missingLeft, left, right);
        }
    }

    private static void requireDecisionType(int type) throws InvalidBoosterException {
        if (type < 0 || type > LARGEST_DECISION_TYPE) {
            throw new InvalidBoosterException(
                    "decision_type: " + type + " (expected: 0 to " + LARGEST_DECISION_TYPE + ")");
        }
    }

    private int node(int child) throws InvalidBoosterException {
        int node = child < 0 ? splits + ~child : child;
        if (child >= splits || ~child >= leaves) {
            throw new InvalidBoosterException(
                    "child: " + child + " (expected: -" + leaves + " to " + (splits - 1) + ")");
        }
        return node;
    }

    private void addModels(TreeBuilder tree, double[] values) throws InvalidBoosterException {
        LinearFields linear = LinearFields.of(section, leaves);
        for (int leaf = 0; leaf < leaves; leaf++) {
            int node = splits + leaf;
            Optional<LinearLeaf> model = linear.model(leaf, values[leaf]);
            if (model.isPresent()) {
                tree.leaf(node, model.get());
            } else {
                tree.leaf(node, linear.constant(leaf));
            }
        }
    }
}
