package dev.inferport.runtime.trees;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Grows trees for rows of doubles at random; each can be walked in the plainest way, for comparison. */
final class RandomDoubleTrees {

    private static final double ZERO_BOUND = 1e-35f;

    private final Random random;
    private final int features;

    /** One node, as a format would have it. */
    interface Node {

        double walk(double[] rows, int rowStart);

        void describe(TreeBuilder tree, int place);

        List<Node> children();

        default int size() {
            return 1 + children().stream().mapToInt(Node::size).sum();
        }
    }

    /** What trees may have besides numeric splits and single values. */
    record Kind(boolean missingZeros, boolean categories, boolean models) {}

    record Leaf(double value) implements Node {

        @Override
        public double walk(double[] rows, int rowStart) {
            return value;
        }

        @Override
        public void describe(TreeBuilder tree, int place) {
            tree.leaf(place, value);
        }

        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Model(LinearLeaf leaf) implements Node {

        @Override
        public double walk(double[] rows, int rowStart) {
            double sum = leaf.constant();
            for (int i = 0; i < leaf.features().size(); i++) {
                sum += leaf.coefficients().get(i)
                        * rows[rowStart + leaf.features().get(i)];
            }
            return leaf.features().stream().anyMatch(feature -> Double.isNaN(rows[rowStart + feature]))
                    ? leaf.valueIfMissing()
                    : sum;
        }

        @Override
        public void describe(TreeBuilder tree, int place) {
            tree.leaf(place, leaf);
        }

        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Split(int feature, double threshold, boolean missingZero, boolean missingLeft, Node left, Node right)
            implements Node {

        @Override
        public double walk(double[] rows, int rowStart) {
            double value = rows[rowStart + feature];
            boolean missing = Double.isNaN(value) || (missingZero && Math.abs(value) <= ZERO_BOUND);
            return ((missing ? missingLeft : value <= threshold) ? left : right).walk(rows, rowStart);
        }

        @Override
        public void describe(TreeBuilder tree, int place) {
            int second = place + 1 + left.size();
            if (missingZero) {
                tree.zeroMissingSplit(place, feature, threshold, missingLeft, place + 1, second);
            } else {
                tree.split(place, feature, threshold, missingLeft, place + 1, second);
            }
        }

        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record CategorySplit(int feature, BitSet set, boolean missingLeft, Node left, Node right) implements Node {

        @Override
        public double walk(double[] rows, int rowStart) {
            double value = rows[rowStart + feature];
            boolean inSet = value > -1 && value < 1000 && set.get((int) value);
            return ((Double.isNaN(value) ? missingLeft : inSet) ? left : right).walk(rows, rowStart);
        }

        @Override
        public void describe(TreeBuilder tree, int place) {
            int second = place + 1 + left.size();
            tree.categorySplit(place, feature, set.toLongArray(), missingLeft, place + 1, second);
        }

        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    RandomDoubleTrees(long seed, int features) {
        this.random = new Random(seed);
        this.features = features;
    }

    Node grow(int depth, double earlyLeaves, Kind kind) {
        if (depth == 0 || random.nextDouble() < earlyLeaves) {
            return kind.models && random.nextBoolean() ? model() : new Leaf(random.nextGaussian());
        }
        Node left = grow(depth - 1, earlyLeaves, kind);
        Node right = grow(depth - 1, earlyLeaves, kind);
        int feature = random.nextInt(features);
        boolean missingLeft = random.nextBoolean();
        if (kind.categories && random.nextBoolean()) {
            BitSet set = BitSet.valueOf(new long[] {random.nextLong(), random.nextLong(), random.nextLong()});
            return new CategorySplit(feature, set, missingLeft, left, right);
        }
        boolean missingZero = kind.missingZeros && random.nextBoolean();
        return new Split(feature, value(), missingZero, missingLeft, left, right);
    }

    private Node model() {
        List<Integer> of = new ArrayList<>();
        List<Double> coefficients = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            of.add(random.nextInt(features));
            coefficients.add(random.nextGaussian());
        }
        return new Model(new LinearLeaf(random.nextGaussian(), of, coefficients, random.nextGaussian()));
    }

    /** Rows around the thresholds and categories, some values missing, some zero or next to it. */
    double[] rows(int count, double missing) {
        double[] rows = new double[count * features];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextDouble() < missing ? Double.NaN : value();
        }
        return rows;
    }

    private double value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(220) - 10;
            case 1 -> (random.nextInt(7) - 3) * 5e-36;
            case 2 -> random.nextInt(5) * 0.25 - 0.5;
            case 3 -> random.nextGaussian() * 1e12;
            default -> random.nextGaussian();
        };
    }

    static Tree describe(Node root) {
        TreeBuilder tree = Tree.builder(root.size());
        describe(root, tree, 0);
        return tree.build();
    }

    private static void describe(Node node, TreeBuilder tree, int place) {
        node.describe(tree, place);
        int next = place + 1;
        for (Node child : node.children()) {
            describe(child, tree, next);
            next += child.size();
        }
    }
}
