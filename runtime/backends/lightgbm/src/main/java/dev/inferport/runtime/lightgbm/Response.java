package dev.inferport.runtime.lightgbm;

/**
 * The way from scores to predictions, with the steps of LightGBM in double precision. Where the library asks C for an
 * exponential or a logarithm, Java's may differ in the last bit.
 */
sealed interface Response {

    /** Turns scores into predictions in place; rows lie one after the other, {@code columns} values each. */
    void apply(double[] scores, int columns);

    /** Scores are predictions. */
    record Identity() implements Response {

        @Override
        public void apply(double[] scores, int columns) {}
    }

    /** Undoes the root that was taken of the labels, and keeps the sign. */
    record SignedSquare() implements Response {

        @Override
        public void apply(double[] scores, int columns) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] *= Math.abs(scores[i]);
            }
        }
    }

    record Exponential() implements Response {

        @Override
        public void apply(double[] scores, int columns) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Math.exp(scores[i]);
            }
        }
    }

    /** A probability for each column by itself. */
    record Sigmoid(double steepness) implements Response {

        @Override
        public void apply(double[] scores, int columns) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = 1 / (1 + Math.exp(-steepness * scores[i]));
            }
        }
    }

    /** The logarithm of one plus the exponential. */
    record SoftPlus() implements Response {

        @Override
        public void apply(double[] scores, int columns) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Math.log1p(Math.exp(scores[i]));
            }
        }
    }

    /** Probabilities that add up to one in each row. */
    record SoftMax() implements Response {

        @Override
        public void apply(double[] scores, int columns) {
            for (int row = 0; row < scores.length; row += columns) {
                softMax(scores, row, row + columns);
            }
        }

        private static void softMax(double[] scores, int start, int end) {
            double largest = scores[start];
            for (int i = start + 1; i < end; i++) {
                largest = Math.max(scores[i], largest);
            }
            double sum = 0;
            for (int i = start; i < end; i++) {
                scores[i] = Math.exp(scores[i] - largest);
                sum += scores[i];
            }
            for (int i = start; i < end; i++) {
                scores[i] /= sum;
            }
        }
    }
}
