package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.trees.LinearLeaf;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The linear models in the leaves of one tree.
 *
 * @param constants one for each leaf
 * @param starts leaf {@code i} has the terms from {@code starts[i]} to before {@code starts[i + 1]}
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record LinearFields(double[] constants, int[] starts, List<Integer> features, List<Double> coefficients) {

    static LinearFields of(Section section, int leaves) throws InvalidBoosterException {
        double[] constants = section.numbers("leaf_const", leaves);
        int total = section.count("leaf_features");
        int[] starts = starts(section.integers("num_features", leaves), total);
        List<Integer> features =
                Arrays.stream(section.integers("leaf_features", total)).boxed().toList();
        List<Double> coefficients =
                Arrays.stream(section.numbers("leaf_coeff", total)).boxed().toList();
        return new LinearFields(constants, starts, features, coefficients);
    }

    private static int[] starts(int[] counts, int total) throws InvalidBoosterException {
        int[] starts = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0 || counts[i] > total - starts[i]) {
                throw new InvalidBoosterException("num_features: " + counts[i] + " (expected: 0 to "
                        + (total - starts[i]) + ", what is left of leaf_features)");
            }
            starts[i + 1] = starts[i] + counts[i];
        }
        if (starts[counts.length] != total) {
            throw new InvalidBoosterException("num_features: " + starts[counts.length] + " in all leaves (expected: "
                    + total + ", as many as leaf_features)");
        }
        return starts;
    }

    double constant(int leaf) {
        return constants[leaf];
    }

    /** The model of a leaf; none where the leaf has only its constant. */
    Optional<LinearLeaf> model(int leaf, double valueIfMissing) {
        int start = starts[leaf];
        int end = starts[leaf + 1];
        return start == end
                ? Optional.empty()
                : Optional.of(new LinearLeaf(
                        constants[leaf],
                        features.subList(start, end),
                        coefficients.subList(start, end),
                        valueIfMissing));
    }
}
