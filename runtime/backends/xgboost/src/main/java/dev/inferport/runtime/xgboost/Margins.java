package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.trees.FloatTreeEnsemble;

/** What adds to the base margins of rows: trees, or a linear model. Immutable, safe for any number of threads. */
sealed interface Margins {

    /** Adds to {@code sums}, one for each output of each row; the rows lie one after the other. */
    void addAll(float[] rows, int rowCount, float[] sums);

    /** The bytes of the arrays behind it. */
    long sizeInBytes();

    /** Trees. */
    record OfTrees(FloatTreeEnsemble trees) implements Margins {

        @Override
        public void addAll(float[] rows, int rowCount, float[] sums) {
            trees.addAll(rows, rowCount, sums);
        }

        @Override
        public long sizeInBytes() {
            return trees.sizeInBytes();
        }
    }

    /**
     * A linear model.
     *
     * @param weights for each feature the weight for each output, then the biases
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and large
    record OfWeights(float[] weights, int features, int outputs) implements Margins {

        @Override
        public void addAll(float[] rows, int rowCount, float[] sums) {
            for (int row = 0; row < rowCount; row++) {
                for (int output = 0; output < outputs; output++) {
                    sums[row * outputs + output] = sum(sums[row * outputs + output], rows, row * features, output);
                }
            }
        }

        private float sum(float baseMargin, float[] rows, int rowStart, int output) {
            float sum = weights[features * outputs + output] + baseMargin;
            for (int i = 0; i < features; i++) {
                float value = rows[rowStart + i];
                if (!Float.isNaN(value)) {
                    sum += value * weights[i * outputs + output];
                }
            }
            return sum;
        }

        @Override
        public long sizeInBytes() {
            return 16 + (long) Float.BYTES * weights.length;
        }
    }
}
