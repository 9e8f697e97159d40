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

    private final int outputs;
    private final float[] weights;
    private final long[] targets;
    private final boolean regular;

    /** The places of each leaf's weights, by the ids of its tree and node. */
    private final Map<Leaf, int[]> placesOf = new HashMap<>();

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
                int place = i;
                placesOf.merge(new Leaf(trees[i], nodes[i]), new int[] {i}, (some, one) -> with(some, place));
                int target = (int) targets[i];
                groups.merge(trees[i], target, (known, other) -> known.equals(other) ? known : Integer.valueOf(-1));
            }
        }
        this.single = complete
                && placesOf.values().stream().allMatch(places -> places.length == 1)
                && !groups.containsValue(-1);
    }

    private static int[] with(int[] places, int one) {
        int[] more = Arrays.copyOf(places, places.length + 1);
        more[places.length] = one;
        return more;
    }

    int outputs() {
        return outputs;
    }

    boolean isRegular() {
        return regular;
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
                && placesOf.values().stream()
                        .allMatch(places -> IntStream.of(places).anyMatch(place -> weights[place] > 0));
    }

    int groupOf(long tree) {
        return single ? groups.getOrDefault(tree, 0) : 0;
    }

    /** @throws InvalidTreeException where the leaf has no weight, or two for the same output */
    void addLeaf(TreeBuilder tree, int node, long treeId, long nodeId) {
        int[] places = placesOf.get(new Leaf(treeId, nodeId));
        if (places == null) {
            throw new InvalidTreeException("leaf " + nodeId + " without a weight");
        }
        if (single) {
            tree.leaf(node, weights[places[0]]);
            return;
        }
        double[] values = new double[outputs];
        boolean[] taken = new boolean[outputs];
        for (int place : places) {
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
