package dev.inferport.runtime.onnx;

import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.TreeBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the leaves of a tree ensemble add to which outputs: the lists {@code target_*} of a regressor and
 * {@code class_*} of a classifier.
 */
final class LeafWeights {

    /** Values that any model may have, and how many there may be for each weight of a larger one. */
    private static final int SMALL = 1 << 20;

    private static final int DENSITY = 16;

    private final int outputs;
    private final float[] weights;
    private final long[] targets;
    private final boolean regular;

    /** The places of each leaf's weights, by the ids of its tree and node. */
    private final Map<Leaf, Places> placesOf = new HashMap<>();

    /** The output that all leaves of a tree add to; absent where they add to several. */
    private final Map<Long, Integer> groups = new HashMap<>();

    private final boolean single;

    private record Leaf(long tree, long node) {}

    /**
     * @param outputs sums per row
     * @param prefix of the names of the lists
     */
    LeafWeights(NodeAttributes attributes, int outputs, String prefix) {
        this.outputs = outputs;
        this.weights = attributes.floats(prefix + "_weights");
        this.targets = attributes.numbers(prefix + "_ids");
        long[] trees = attributes.numbers(prefix + "_treeids");
        long[] nodes = attributes.numbers(prefix + "_nodeids");
        boolean complete = weights.length == targets.length
                && weights.length == trees.length
                && weights.length == nodes.length
                && weights.length > 0;
        for (int i = 0; complete && i < targets.length; i++) {
            complete = targets[i] >= 0 && targets[i] < outputs && Float.isFinite(weights[i]);
        }
        this.regular = complete;
        if (complete) {
            for (int i = 0; i < weights.length; i++) {
                placesOf.computeIfAbsent(new Leaf(trees[i], nodes[i]), leaf -> new Places())
                        .add(i);
                int target = (int) targets[i];
                groups.merge(trees[i], target, (known, other) -> known.equals(other) ? known : Integer.valueOf(-1));
            }
        }
        this.single = complete
                && placesOf.values().stream().allMatch(places -> places.size == 1)
                && !groups.containsValue(-1);
    }

    /** Where among the lists the weights of a leaf are. */
    private static final class Places {

        private int[] at = new int[1];
        private int size;

        void add(int place) {
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
            }
            at[size++] = place;
        }

        IntStream stream() {
            return Arrays.stream(at, 0, size);
        }
    }

    int outputs() {
        return outputs;
    }

    boolean isRegular() {
        return regular && (single || !isSparse());
    }

    /** Whether most leaves leave out most outputs, each of which would have a place here all the same. */
    private boolean isSparse() {
        return (long) outputs * placesOf.size() > SMALL + (long) DENSITY * weights.length;
    }

    /** Whether each leaf adds a value to the one output of its tree. */
    boolean isSingle() {
        return single;
    }

    boolean areAllPositive() {
        for (float weight : weights) {
            if (weight < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all are for the same output, and for which. */
    boolean areAllFor(int target) {
        for (long one : targets) {
            if (one != target) {
                return false;
            }
        }
        return true;
    }

    /** Whether each output has a tree all of whose leaves add to it. */
    boolean reachAllOutputs() {
        return single && groups.values().stream().distinct().count() == outputs;
    }

    /** Whether no leaf speaks against an output, and each speaks for one. */
    boolean speakForOutputs() {
        return areAllPositive()
                && placesOf.values().stream().allMatch(places -> places.stream().anyMatch(place -> weights[place] > 0));
    }

    int groupOf(long tree) {
        return single ? groups.getOrDefault(tree, 0) : 0;
    }

    /** @throws InvalidTreeException where the leaf has no weight, or two for the same output */
    void addLeaf(TreeBuilder tree, int node, long treeId, long nodeId) {
        Places places = placesOf.get(new Leaf(treeId, nodeId));
        if (places == null) {
            throw new InvalidTreeException("leaf " + nodeId + " without a weight");
        }
        if (single) {
            tree.leaf(node, weights[places.at[0]]);
            return;
        }
        double[] values = new double[outputs];
        boolean[] taken = new boolean[outputs];
        for (int place : places.stream().toArray()) {
            int target = (int) targets[place];
            if (taken[target]) {
                throw new InvalidTreeException("leaf " + nodeId + " with two weights for one output");
            }
            taken[target] = true;
            values[target] = weights[place];
        }
        tree.leaf(node, values);
    }
}
