package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;

/** Reads one tree of histogram boosting. */
final class HistogramTree {

    private final NdArray nodes;
    private final KnownCategories known;
    private final TreeBuilder builder;
    private final long[][] leftSets;

    private HistogramTree(Fields predictor, KnownCategories known) {
        this.nodes = predictor.passingArray("nodes");
        this.known = known;
        this.builder = Tree.builder(nodes.size());
        this.leftSets = predictor.has("raw_left_cat_bitsets")
                ? sets(predictor.passingArray("raw_left_cat_bitsets"))
                : new long[0][];
    }

    static Tree read(Fields predictor, KnownCategories known) {
        try {
            return new HistogramTree(predictor, known).read();
        } catch (InvalidTreeException e) {
            throw new InvalidModelException("a tree of histogram boosting is none: " + e.getMessage(), e);
        }
    }

    private Tree read() {
        NdArray leaf = nodes.field("is_leaf");
        NdArray value = nodes.field("value");
        NdArray feature = nodes.field("feature_idx");
        NdArray left = nodes.field("left");
        NdArray right = nodes.field("right");
        NdArray missingLeft = nodes.field("missing_go_to_left");
        NdArray threshold = nodes.field(nodes.hasField("num_threshold") ? "num_threshold" : "threshold");
        boolean categories = nodes.hasField("is_categorical");
        for (int node = 0; node < nodes.size(); node++) {
            if (leaf.integer(node) != 0) {
                builder.leaf(node, value.number(node));
                continue;
            }
            int asked = Math.toIntExact(feature.integer(node));
            boolean missing = missingLeft.integer(node) != 0;
            int leftChild = Math.toIntExact(left.integer(node));
            int rightChild = Math.toIntExact(right.integer(node));
            if (categories && nodes.field("is_categorical").integer(node) != 0) {
                categorySplit(node, asked, missing, leftChild, rightChild);
            } else {
                builder.split(node, asked, threshold.number(node), missing, leftChild, rightChild);
            }
        }
        return builder.build();
    }

    /**
     * A category that training did not know goes where a missing value goes. The builder sends what is not in a set to
     * the right, so where missing values go left, the children change places and the set is that of the right one.
     */
    private void categorySplit(int node, int feature, boolean missingLeft, int left, int right) {
        long[] set = leftSets[Math.toIntExact(nodes.field("bitset_idx").integer(node))];
        if (!missingLeft) {
            builder.categorySplit(node, feature, set, false, left, right);
            return;
        }
        long[] rightSet = known.of(feature).clone();
        for (int i = 0; i < rightSet.length; i++) {
            rightSet[i] &= ~set[i];
        }
        builder.categorySplit(node, feature, rightSet, false, right, left);
    }

    private static long[][] sets(NdArray words) {
        long[][] sets = new long[words.rows()][KnownCategories.MOST / Long.SIZE];
        int perSet = KnownCategories.MOST / Integer.SIZE;
        for (int i = 0; i < words.size() && words.columns() == perSet; i++) {
            sets[i / perSet][i % perSet / 2] |= words.integer(i) << (i % 2 * Integer.SIZE);
        }
        return sets;
    }
}
