package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Grows trees at random, and walks them in the plainest way, for comparison. */
final class RandomTrees {

    private final Random random;
    private final int features;
    private final int outputs;

    /** One node, as a format would have it. */
    sealed interface Node {

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Leaf(double[] values) implements Node {}

        record Split(int feature, float threshold, boolean missingLeft, Node left, Node right) implements Node {}

        record CategorySplit(int feature, List<Integer> set, boolean missingLeft, Node left, Node right)
                implements Node {}
    }

    RandomTrees(long seed, int features, int outputs) {
        this.random = new Random(seed);
        this.features = features;
        this.outputs = outputs;
    }

    /** A tree whose leaves hold one value, or one for each output. */
    Node grow(int depth, double earlyLeaves, boolean categories, boolean vectors) {
        if (depth == 0 || random.nextDouble() < earlyLeaves) {
            double[] values = new double[vectors ? outputs : 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return new Node.Leaf(values);
        }
        Node left = grow(depth - 1, earlyLeaves, categories, vectors);
        Node right = grow(depth - 1, earlyLeaves, categories, vectors);
        int feature = random.nextInt(features);
        boolean missingLeft = random.nextBoolean();
        return categories && random.nextBoolean()
                ? new Node.CategorySplit(feature, set(), missingLeft, left, right)
                : new Node.Split(feature, (float) random.nextGaussian(), missingLeft, left, right);
    }

    private List<Integer> set() {
        List<Integer> set = new ArrayList<>();
        for (int category = 0; category < 130; category++) {
            if (random.nextInt(3) == 0) {
                set.add(category);
            }
        }
        return set;
    }

    /** Rows around the thresholds and categories, some values missing. */
    float[] rows(int count, double missing) {
        float[] rows = new float[count * features];
        for (int i = 0; i < rows.length; i++) {
            float value = random.nextInt(4) == 0 ? random.nextInt(140) - 3 : (float) random.nextGaussian();
            rows[i] = random.nextDouble() < missing ? Float.NaN : value;
        }
        return rows;
    }

    static Tree describe(Node root) {
        List<Node> nodes = new ArrayList<>();
        collect(root, nodes);
        TreeBuilder tree = Tree.builder(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node instanceof Node.Leaf leaf) {
                if (leaf.values.length == 1) {
                    tree.leaf(i, leaf.values[0]);
                } else {
                    tree.leaf(i, leaf.values);
                }
            } else if (node instanceof Node.Split split) {
                tree.split(i, split.feature, split.threshold, split.missingLeft, i + 1, i + 1 + size(split.left));
            } else if (node instanceof Node.CategorySplit split) {
                BitSet set = new BitSet();
                split.set.forEach(set::set);
                tree.categorySplit(
                        i, split.feature, set.toLongArray(), split.missingLeft, i + 1, i + 1 + size(split.left));
            }
        }
        return tree.build();
    }

    static double[] walk(Node node, float[] rows, int rowStart) {
        if (node instanceof Node.Split split) {
            float value = rows[rowStart + split.feature];
            boolean left = Float.isNaN(value) ? split.missingLeft : value < split.threshold;
            return walk(left ? split.left : split.right, rows, rowStart);
        }
        if (node instanceof Node.CategorySplit split) {
            float value = rows[rowStart + split.feature];
            boolean left = Float.isNaN(value) ? split.missingLeft : value >= 0 && split.set.contains((int) value);
            return walk(left ? split.left : split.right, rows, rowStart);
        }
        return ((Node.Leaf) node).values;
    }

    private static void collect(Node node, List<Node> into) {
        into.add(node);
        if (node instanceof Node.Split split) {
            collect(split.left, into);
            collect(split.right, into);
        } else if (node instanceof Node.CategorySplit split) {
            collect(split.left, into);
            collect(split.right, into);
        }
    }

    private static int size(Node node) {
        List<Node> nodes = new ArrayList<>();
        collect(node, nodes);
        return nodes.size();
    }
}
