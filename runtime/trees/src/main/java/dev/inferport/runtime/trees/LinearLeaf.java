package dev.inferport.runtime.trees;

import java.util.List;

/**
 * A leaf that holds a linear model instead of a value: the constant, plus each coefficient times its feature, added in
 * this order. Where one of these features is missing (NaN), another value stands for it.
 *
 * @param features those of the coefficients
 */
public record LinearLeaf(double constant, List<Integer> features, List<Double> coefficients, double valueIfMissing) {

    public LinearLeaf {
        features = List.copyOf(features);
        coefficients = List.copyOf(coefficients);
        if (features.size() != coefficients.size()) {
            throw new InvalidTreeException("a linear model of " + coefficients.size() + " coefficients (expected: "
                    + features.size() + ", one for each feature)");
        }
        if (features.stream().anyMatch(feature -> feature < 0)) {
            throw new InvalidTreeException("a linear model of a negative feature (expected: >= 0)");
        }
    }
}
