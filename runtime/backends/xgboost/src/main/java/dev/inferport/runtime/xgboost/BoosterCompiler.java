package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.trees.Comparison;
import dev.inferport.runtime.trees.InvalidTreeException;
import dev.inferport.runtime.trees.Tree;
import dev.inferport.runtime.trees.TreeEnsembleBuilder;
import java.io.IOException;
import java.util.Arrays;

/** Checks that the parts of a file fit, and makes a {@link Booster} of them. */
final class BoosterCompiler {

    /** Outputs of a model that has fewer trees than outputs, and so no more proof of them than a number in its file. */
    private static final int MAX_UNPROVEN_OUTPUTS = 4096;

    private final BoosterContents contents;
    private final int outputs;

    BoosterCompiler(BoosterContents contents) {
        this.contents = contents;
        this.outputs = contents.outputs();
    }

    Booster compile() throws IOException {
        Objective objective = Objective.of(contents.objective);
        requireOutputs();
        return new Booster(
                objective,
                objective.response(contents.version),
                Estimator.of(contents.attributes),
                contents.features,
                contents.classes,
                baseMargins(objective.link()),
                margins());
    }

    private void requireOutputs() throws IOException {
        if (contents.features < 0) {
            throw new InvalidBoosterException("num_feature: " + contents.features + " (expected: >= 0)");
        }
        long proven = Math.max((long) contents.trees.size(), contents.linearWeights.length);
        boolean vectors = contents.trees.stream().anyMatch(Tree::hasVectorLeaves);
        if (!vectors && outputs > Math.max(proven, MAX_UNPROVEN_OUTPUTS)) {
            throw new InvalidBoosterException("outputs: " + outputs + " (expected: at most " + MAX_UNPROVEN_OUTPUTS
                    + " for a model of " + proven + " trees or weights)");
        }
    }

    private float[] baseMargins(Link link) throws IOException {
        float[] scores = contents.baseScore;
        if (scores.length != 1 && scores.length != outputs) {
            throw new InvalidBoosterException(
                    "base_score: " + scores.length + " numbers (expected: 1, or " + outputs + ", one for each output)");
        }
        float[] margins = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            margins[i] = scores[scores.length == 1 ? 0 : i];
        }
        if (!isMargin()) {
            link.apply(margins);
        }
        if (contents.algorithm.equals("gblinear")) {
            Arrays.fill(margins, margins[0]); // so has the library it, whatever the others are
        }
        for (float margin : margins) {
            if (!Float.isFinite(margin)) {
                throw new InvalidBoosterException("base_score: " + Arrays.toString(scores)
                        + " (expected: one that has a margin with " + contents.objective + ")");
            }
        }
        return margins;
    }

    /** Since 3.1, a score that was to be estimated is taken as it is where there was no training to estimate it in. */
    private boolean isMargin() {
        boolean untrained = contents.trees.isEmpty() && contents.linearWeights.length == 0;
        return contents.baseScoreIsMargin
                || (contents.baseScoreIsEstimated && untrained && contents.version.isAtLeast(3, 1));
    }

    private Margins margins() throws IOException {
        return switch (contents.algorithm) {
            case "gblinear" -> linear();
            case "gbtree", "dart" -> trees();
            default ->
                throw new InvalidBoosterException(
                        "booster: '" + contents.algorithm + "' (expected: gbtree, dart or gblinear)");
        };
    }

    private Margins linear() throws IOException {
        if (contents.linearWeights.length == 0) {
            return trees(); // it was not trained, and nothing adds to the base score
        }
        long expected = ((long) contents.features + 1) * outputs;
        if (contents.linearWeights.length != expected) {
            throw new InvalidBoosterException("weights: " + contents.linearWeights.length + " (expected: " + expected
                    + " for " + contents.features + " features and " + outputs + " outputs)");
        }
        return new Margins.OfWeights(contents.linearWeights, contents.features, outputs);
    }

    private Margins trees() throws IOException {
        int trees = contents.trees.size();
        requireOnePerTree("tree_info", contents.treeGroups.length, trees);
        if (contents.treeWeights.length > 0) {
            requireOnePerTree("weight_drop", contents.treeWeights.length, trees);
        }
        int index = 0;
        try {
            var ensemble = new TreeEnsembleBuilder(contents.features, outputs, Comparison.LESS);
            for (int end = endOfBestRound(); index < end; index++) {
                ensemble.add(weighted(index), contents.treeGroups[index]);
            }
            return new Margins.OfTrees(ensemble.buildFloat());
        } catch (InvalidTreeException e) {
            throw new InvalidBoosterException("tree " + index + ": " + e.getMessage(), e);
        }
    }

    private Tree weighted(int index) {
        Tree tree = contents.trees.get(index);
        return contents.treeWeights.length == 0 ? tree : tree.weighted(contents.treeWeights[index]);
    }

    /**
     * After early stopping, predictions end with the best round; so they do in scikit-learn's interface to XGBoost, and
     * in MLServer with it.
     */
    private int endOfBestRound() throws IOException {
        int trees = contents.trees.size();
        String best = contents.attributes.get("best_iteration");
        if (best == null) {
            return trees;
        }
        long rounds = 1L + Numbers.integer("best_iteration", best);
        if (rounds < 0) {
            throw new InvalidBoosterException("best_iteration: " + best + " (expected: a boosting round)");
        }
        if (rounds == 0) {
            return trees; // versions before 2.0 write -1 for a model that was not trained at all
        }
        if (contents.roundStarts.length > 0) {
            int end = contents.roundStarts[(int) Math.min(rounds, contents.roundStarts.length - 1)];
            return Math.max(0, Math.min(end, trees));
        }
        double perRound = (double) outputsOfRound() * Math.max(1, contents.parallelTrees);
        return (int) Math.min(trees, rounds * perRound);
    }

    /** The outputs that have trees of their own: all of them, unless leaves hold a value for each. */
    private int outputsOfRound() {
        return contents.trees.stream().anyMatch(Tree::hasVectorLeaves)
                ? 1
                : Math.max(1, Arrays.stream(contents.treeGroups).max().orElse(0) + 1);
    }

    private static void requireOnePerTree(String name, int length, int trees) throws IOException {
        if (length != trees) {
            throw new InvalidBoosterException(
                    name + ": " + length + " elements (expected: " + trees + ", one per tree)");
        }
    }
}
