package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.trees.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says, whatever its format; a reader fills it in as it comes to the parts. {@link Booster#of} says what it
 * means, and checks that the parts fit.
 */
final class BoosterContents {

    LibraryVersion version = LibraryVersion.UNKNOWN;

    /** The algorithm: {@code gbtree}, {@code dart} or {@code gblinear}. */
    String algorithm = "";

    String objective = "";

    int features;
    int classes;
    int targets;

    /** One for all outputs, or one for each. */
    float[] baseScore = {0.5f};

    /** Whether the base score is a margin already; before 1.0 it was stored so. */
    boolean baseScoreIsMargin;

    /** Whether the base score was to be estimated, and was if the model was trained at all. */
    boolean baseScoreIsEstimated;

    final List<Tree> trees = new ArrayList<>();

    /** The output that each tree adds to. */
    int[] treeGroups = {};

    /** The weight of each tree; empty where all weigh the same. */
    float[] treeWeights = {};

    int parallelTrees = 1;

    /** The first tree of each boosting round, and the number of trees; empty where the file doesn't say. */
    int[] roundStarts = {};

    /** Of a linear model: for each feature the weight for each output, then the biases. */
    float[] linearWeights = {};

    final Map<String, String> attributes = new HashMap<>();

    /** The columns of a prediction before it is transformed. */
    int outputs() {
        return Math.max(1, Math.max(classes, targets));
    }
}
