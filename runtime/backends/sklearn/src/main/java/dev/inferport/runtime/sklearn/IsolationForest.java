package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.trees.Tree;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds rows that few random splits set apart from the others; -1 for an outlier, 1 for any other row. */
record IsolationForest(TreeSums depths, double scale, double offset, double threshold) implements Classifier {

    private static final double EULER_GAMMA = 0.5772156649015329;

    static IsolationForest of(Fields fields) {
        List<Object> estimators = fields.list("estimators_");
        List<Object> columns = fields.list("estimators_features_");
        int features = fields.features();
        boolean old = !fields.since(0, 21);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < estimators.size(); i++) {
            CartTree tree = CartTree.of(fields.of(estimators.get(i)));
            int[] depths = tree.depths();
            trees.add(tree.tree(
                    (builder, node) ->
                            builder.leaf(node, depths[node] + 1 + averagePath(tree.samples(node), old) - 1.0),
                    fields.assembly().array(columns.get(i)).ints()));
            features = Math.max(features, tree.features());
        }
        int samples = fields.integer("_max_samples", fields.integer("max_samples_", 0));
        double scale = estimators.size() * averagePath(samples, old);
        return new IsolationForest(
                TreeSums.ofCart(trees, features, 1, fields), scale, fields.number("offset_", -0.5), threshold(fields));
    }

    /** Before 0.22 the offset was the same for all models, and what is an outlier was told by a threshold. */
    private static double threshold(Fields fields) {
        boolean old = !fields.since(0, 22) && fields.text("behaviour", "old").equals("old");
        return old ? fields.number("_threshold_", fields.number("threshold_", 0)) : 0;
    }

    /** The average length of an unsuccessful search in a tree of so many rows; before 0.21 also where there is none. */
    private static double averagePath(long samples, boolean old) {
        if (samples <= 1) {
            return old ? 1 : 0;
        }
        if (samples == 2 && !old) {
            return 1;
        }
        return 2.0 * (Math.log(samples - 1.0) + EULER_GAMMA) - 2.0 * (samples - 1.0) / samples;
    }

    @Override
    public Set<Method> methods() {
        return EnumSet.of(Method.PREDICT, Method.DECISION_FUNCTION, Method.SCORE_SAMPLES);
    }

    @Override
    public int features() {
        return depths.features();
    }

    @Override
    public Labels classes() {
        return Labels.ofNumbers(-1, 1);
    }

    @Override
    public int[] choose(Table rows) {
        double[] scores = decisionFunction(rows).values();
        int[] chosen = new int[scores.length];
        for (int row = 0; row < chosen.length; row++) {
            chosen[row] = scores[row] < threshold - 2 * Math.ulp(threshold) ? 0 : 1;
        }
        return chosen;
    }

    @Override
    public DenseMatrix decisionFunction(Table rows) {
        return scoreSamples(rows).map(this::aboveOffset);
    }

    /**
     * The offset is often the score of some training row, which has to be equal to it here too although powers differ
     * in their last bit between libraries.
     */
    private double aboveOffset(double score) {
        double above = score - offset;
        return Math.abs(above) <= 2 * Math.ulp(offset) ? 0 : above;
    }

    @Override
    public DenseMatrix scoreSamples(Table rows) {
        return depths.add(rows).map(depth -> scale == 0 ? -0.5 : -Math.pow(2, -depth / scale));
    }
}
