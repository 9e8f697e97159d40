package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One tree as a document has it: an array for each property of its nodes. Not for use by several threads. */
final class TreeArrays {

    private static final int NO_CHILD = -1;

    /** While a tree is made. */
    static final long BYTES_PER_NODE = 64;

    private static final int CATEGORICAL = 1;

    /** XGBoost takes no category from here on: floats don't tell them apart. */
    private static final int MAX_CATEGORY = 1 << 24;

    private int[] left = {};
    private int[] right = {};
    private int[] feature = {};
    private float[] threshold = {};
    private int[] missingLeft = {};
    private int[] splitType = {};
    private int[] categories = {};
    private int[] categoryNodes = {};
    private int[] categoryStarts = {};
    private int[] categoryCounts = {};
    private float[] nodeWeights = {};
    private float[] leafWeights = {};
    private int leafSize = 1;

    private final CategoryAllowance allowance;

    private TreeArrays(CategoryAllowance allowance) {
        this.allowance = allowance;
    }

    static TreeArrays read(ModelDocument document, CategoryAllowance allowance) throws IOException {
        TreeArrays tree = new TreeArrays(allowance);
        document.object(name -> tree.readField(name, document));
        return tree;
    }

    private void readField(String name, ModelDocument document) throws IOException {
        switch (name) {
            case "left_children" -> left = document.ints();
            case "right_children" -> right = document.ints();
            case "split_indices" -> feature = document.ints();
            case "split_conditions" -> threshold = document.floats();
            case "default_left" -> missingLeft = document.ints();
            case "split_type" -> splitType = document.ints();
            case "categories" -> categories = document.ints();
            case "categories_nodes" -> categoryNodes = document.ints();
            case "categories_segments" -> categoryStarts = document.ints();
            case "categories_sizes" -> categoryCounts = document.ints();
            case "base_weights" -> nodeWeights = document.floats();
            case "leaf_weights" -> leafWeights = document.floats();
            case "tree_param" -> document.object(parameter -> readParameter(parameter, document));
            default -> document.skip();
        }
    }

    private void readParameter(String name, ModelDocument document) throws IOException {
        if (name.equals("size_leaf_vector")) {
            leafSize = Math.max(1, Numbers.integer(name, document.text()));
        } else {
            document.skip();
        }
    }

    Tree toTree() throws IOException {
        requireLengths();
        requireVectors();
        Map<Integer, long[]> categorySets = categorySets();
        HeapRoom.requireForModel(BYTES_PER_NODE * left.length);
        TreeBuilder tree = Tree.builder(left.length);
        for (int node = 0; node < left.length; node++) {
            if (left[node] == NO_CHILD) {
                addLeaf(tree, node);
            } else if (splitType.length > 0 && splitType[node] == CATEGORICAL) {
                // The rows whose category is in the set go right, all others left: the builder has it the other way.
                long[] set = categorySets.getOrDefault(node, new long[0]);
                tree.categorySplit(node, feature[node], set, missingLeft[node] == 0, right[node], left[node]);
            } else {
                tree.split(node, feature[node], threshold[node], missingLeft[node] != 0, left[node], right[node]);
            }
        }
        return tree.build();
    }

    private void addLeaf(TreeBuilder tree, int node) throws IOException {
        if (leafSize == 1) {
            tree.leaf(node, threshold[node]);
            return;
        }
        // Since 3.2 the vectors have an array of their own, and a leaf says its place there where a split says a child.
        float[] weights = leafWeights.length > 0 ? leafWeights : nodeWeights;
        long start = (long) leafSize * (leafWeights.length > 0 ? right[node] : node);
        if (start < 0 || start + leafSize > weights.length) {
            throw new InvalidBoosterException("leaf " + node + ": " + leafSize + " values from " + start
                    + " on (expected: within " + weights.length + ")");
        }
        double[] values = new double[leafSize];
        for (int i = 0; i < leafSize; i++) {
            values[i] = weights[(int) start + i];
        }
        tree.leaf(node, values);
    }

    private Map<Integer, long[]> categorySets() throws IOException {
        requireLength("categories_segments", categoryStarts.length, categoryNodes.length);
        requireLength("categories_sizes", categoryCounts.length, categoryNodes.length);
        Map<Integer, long[]> sets = new HashMap<>();
        for (int i = 0; i < categoryNodes.length; i++) {
            sets.put(categoryNodes[i], categorySet(categoryStarts[i], categoryCounts[i]));
        }
        return sets;
    }

    private long[] categorySet(int start, int count) throws IOException {
        if (start < 0 || count < 0 || (long) start + count > categories.length) {
            throw new InvalidBoosterException(
                    "categories: " + count + " from " + start + " on (expected: within " + categories.length + ")");
        }
        int largest = -1;
        for (int i = start; i < start + count; i++) {
            if (categories[i] < 0 || categories[i] >= MAX_CATEGORY) {
                throw new InvalidBoosterException(
                        "category: " + categories[i] + " (expected: 0 to " + (MAX_CATEGORY - 1) + ")");
            }
            largest = Math.max(largest, categories[i]);
        }
        int words = (largest >> 6) + 1;
        allowance.take((long) Long.BYTES * words);
        HeapRoom.requireForModel((long) Long.BYTES * words);
        long[] set = new long[words];
        for (int i = start; i < start + count; i++) {
            set[categories[i] >> 6] |= 1L << categories[i];
        }
        return set;
    }

    /** Each leaf has values of its own, so that a file can't claim more of them than it holds. */
    private void requireVectors() throws IOException {
        if (leafSize > 1 && leafWeights.length > 0) {
            long leaves = Arrays.stream(left).filter(child -> child == NO_CHILD).count();
            if (leaves * leafSize > leafWeights.length) {
                throw new InvalidBoosterException("tree: 'leaf_weights' has " + leafWeights.length
                        + " elements (expected: " + leafSize + " for each of " + leaves + " leaves)");
            }
        }
    }

    private void requireLengths() throws IOException {
        requireLength("right_children", right.length, left.length);
        requireLength("split_indices", feature.length, left.length);
        requireLength("split_conditions", threshold.length, left.length);
        requireLength("default_left", missingLeft.length, left.length);
        if (splitType.length > 0) {
            requireLength("split_type", splitType.length, left.length);
        }
    }

    private static void requireLength(String name, int length, int expected) throws IOException {
        if (length != expected) {
            throw new InvalidBoosterException(
                    "tree: '" + name + "' has " + length + " elements (expected: " + expected + ")");
        }
    }
}
