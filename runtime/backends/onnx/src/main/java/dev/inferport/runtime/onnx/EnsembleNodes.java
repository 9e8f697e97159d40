package dev.inferport.runtime.onnx;

import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.FloatTreeEnsemble;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeBuilder;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists {@code nodes_*} of a tree ensemble, in which a node is what stands at the same place of each. Its rules are
 * ONNX Runtime's: the nodes of a tree follow one another, its root first, and trees are summed in their order.
 *
 * @param modes what each node asks of its feature, or {@code LEAF}
 * @param missingTrue 1 where a missing value goes the way of the answer yes; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // handed on while a model is read, never compared
record EnsembleNodes(
        long[] trees,
        long[] ids,
        long[] features,
        float[] values,
        List<String> modes,
        long[] yes,
        long[] no,
        long[] missingTrue) {

    private static final String LEAF = "LEAF";

    static EnsembleNodes of(NodeAttributes attributes) {
        return new EnsembleNodes(
                attributes.numbers("nodes_treeids"),
                attributes.numbers("nodes_nodeids"),
                attributes.numbers("nodes_featureids"),
                attributes.floats("nodes_values"),
                attributes.texts("nodes_modes"),
                attributes.numbers("nodes_truenodeids"),
                attributes.numbers("nodes_falsenodeids"),
                attributes.numbers("nodes_missing_value_tracks_true"));
    }

    /** The trees, or empty where they ask or hold what is not compiled here, or are none. */
    Optional<FloatTreeEnsemble> compile(int featureCount, LeafWeights weights) {
        Optional<String> mode = onlyMode();
        if (!isComplete() || mode.isEmpty() || !weights.isRegular()) {
            return Optional.empty();
        }
        boolean reversed = mode.get().equals("BRANCH_GT") || mode.get().equals("BRANCH_GTE");
        boolean less = mode.get().equals("BRANCH_LT") || mode.get().equals("BRANCH_GTE");
        try {
            TreeEnsembleBuilder ensemble = new TreeEnsembleBuilder(
                    featureCount, weights.outputs(), less ? Comparison.LESS : Comparison.LESS_OR_EQUAL);
            Map<Long, Integer> seen = new HashMap<>();
            for (int start = 0; start < trees.length; ) {
                int end = endOfTree(start);
                if (seen.put(trees[start], start) != null) {
                    return Optional.empty();
                }
                ensemble.add(tree(start, end, reversed, weights), weights.groupOf(trees[start]));
                start = end;
            }
            return Optional.of(ensemble.buildFloat());
        } catch (InvalidTreeException e) {
            return Optional.empty();
        }
    }

    private boolean isComplete() {
        int count = trees.length;
        return count > 0
                && ids.length == count
                && features.length == count
                && values.length == count
                && modes.size() == count
                && yes.length == count
                && no.length == count
                && (missingTrue.length == 0 || missingTrue.length == count);
    }

    /** What all nodes ask; where all are leaves, any question will do. Empty where they ask different questions. */
    private Optional<String> onlyMode() {
        List<String> questions =
                modes.stream().filter(mode -> !mode.equals(LEAF)).distinct().toList();
        if (questions.isEmpty()) {
            return Optional.of("BRANCH_LEQ");
        }
        boolean ordered =
                List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GT", "BRANCH_GTE").contains(questions.get(0));
        return questions.size() == 1 && ordered ? Optional.of(questions.get(0)) : Optional.empty();
    }

    private int endOfTree(int start) {
        int end = start;
        while (end < trees.length && trees[end] == trees[start]) {
            end++;
        }
        return end;
    }

    private Tree tree(int start, int end, boolean reversed, LeafWeights weights) {
        Map<Long, Integer> places = new HashMap<>();
        for (int node = start; node < end; node++) {
            if (places.put(ids[node], node - start) != null) {
                throw new InvalidTreeException("node " + ids[node] + " is described twice");
            }
        }
        TreeBuilder tree = Tree.builder(end - start);
        for (int node = start; node < end; node++) {
            if (modes.get(node).equals(LEAF)) {
                weights.addLeaf(tree, node - start, trees[node], ids[node]);
            } else {
                boolean missingYes = missingTrue.length > 0 && missingTrue[node] == 1;
                int left = places.getOrDefault(reversed ? no[node] : yes[node], -1);
                int right = places.getOrDefault(reversed ? yes[node] : no[node], -1);
                tree.split(node - start, feature(node), values[node], missingYes != reversed, left, right);
            }
        }
        return tree.build();
    }

    private int feature(int node) {
        if (features[node] < 0 || features[node] > TreeEnsembleBuilder.MAX_FEATURES) {
            throw new InvalidTreeException("feature " + features[node]);
        }
        return (int) features[node];
    }
}
