package dev.inferport.runtime.trees;

import java.util.List;

/**
 * The linear models in the leaves of an ensemble.
 *
 * @param starts model {@code i} has the terms from {@code starts[i]} to before {@code starts[i + 1]}
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record LinearLeaves(double[] constants, int[] starts, int[] features, double[] coefficients) {

    static LinearLeaves of(List<LinearLeaf> leaves) {
        int[] starts = new int[leaves.size() + 1];
        for (int i = 0; i < leaves.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], leaves.get(i).features().size());
        }
        return new LinearLeaves(
                leaves.stream().mapToDouble(LinearLeaf::constant).toArray(),
                starts,
                leaves.stream()
                        .flatMap(leaf -> leaf.features().stream())
                        .mapToInt(Integer::intValue)
                        .toArray(),
                leaves.stream()
                        .flatMap(leaf -> leaf.coefficients().stream())
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    /** What a model says of a row. */
    double value(int model, double[] rows, int rowStart, double valueIfMissing) {
        double sum = constants[model];
        for (int term = starts[model]; term < starts[model + 1]; term++) {
            double value = rows[rowStart + features[term]];
            if (Double.isNaN(value)) {
                return valueIfMissing;
            }
            sum += coefficients[term] * value;
        }
        return sum;
    }

    long sizeInBytes() {
        return ArraySize.ofDoubles(constants.length)
                + ArraySize.ofInts(starts.length)
                + ArraySize.ofInts(features.length)
                + ArraySize.ofDoubles(coefficients.length);
    }
}
