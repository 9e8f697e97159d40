package dev.inferport.runtime.lightgbm;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What a model's text says before the trees.
 *
 * @param features values in a row
 * @param outputs scores per row, and trees per boosting round
 * @param trees how many are to follow, where the text says so
 * @param averaged whether predictions are made of the mean of the rounds instead of their sum
 * @param response how scores become predictions
 */
record ModelHeader(int features, int outputs, OptionalInt trees, boolean averaged, Response response) {

    private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");

    /** Outputs of a model that has fewer trees than outputs, and so no more proof of them than a number in its file. */
    private static final int MAX_UNPROVEN_OUTPUTS = 4096;

    static ModelHeader of(Section section) throws InvalidBoosterException {
        String version = section.text("version");
        if (!VERSIONS.contains(version)) {
            throw new InvalidBoosterException(
                    "version: '" + ModelLines.shortened(version) + "' (expected: v2, v3 or v4)");
        }
        int outputs = outputs(section);
        OptionalInt trees =
                section.has("tree_sizes") ? OptionalInt.of(section.count("tree_sizes")) : OptionalInt.empty();
        Response response =
                Objective.response(section.has("objective") ? section.text("objective") : "custom", outputs);
        return new ModelHeader(features(section), outputs, trees, section.has("average_output"), response);
    }

    private static int features(Section section) throws InvalidBoosterException {
        long features = 1L + section.integer("max_feature_idx");
        if (features < 1) {
            throw new InvalidBoosterException("max_feature_idx: " + (features - 1) + " (expected: >= 0)");
        }
        for (String list : new String[] {"feature_names", "feature_infos"}) {
            int count = section.count(list);
            if (count != features) {
                throw new InvalidBoosterException(
                        list + ": " + count + " (expected: " + features + ", one for each feature)");
            }
        }
        return (int) features;
    }

    private static int outputs(Section section) throws InvalidBoosterException {
        int classes = section.integer("num_class");
        int treesPerRound = section.integer("num_tree_per_iteration", classes);
        if (classes < 1 || treesPerRound != classes) {
            throw new InvalidBoosterException("num_class: " + classes + ", num_tree_per_iteration: " + treesPerRound
                    + " (expected: the same number, >= 1)");
        }
        return classes;
    }

    /** Makes sure that the trees fit what was announced. */
    void requireTrees(int found) throws InvalidBoosterException {
        if (trees.isPresent() && found != trees.getAsInt()) {
            throw new InvalidBoosterException(
                    "trees: " + found + " (expected: " + trees.getAsInt() + ", as many as tree_sizes)");
        }
        if (found % outputs != 0) {
            throw new InvalidBoosterException(
                    "trees: " + found + " (expected: a multiple of " + outputs + ", the outputs)");
        }
        if (outputs > Math.max(found, MAX_UNPROVEN_OUTPUTS)) {
            throw new InvalidBoosterException("num_class: " + outputs + " (expected: at most " + MAX_UNPROVEN_OUTPUTS
                    + " for a model of " + found + " trees)");
        }
    }
}
