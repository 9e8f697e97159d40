package dev.inferport.runtime.sklearn;

/** Arithmetic on one row of scores or probabilities after the other, done where they lie. */
final class ScoreRows {

    private ScoreRows() {}

    /** The place of the largest value of each row, the first one of equals. */
    static int[] argmax(DenseMatrix scores) {
        return argmax(scores, 0, scores.columns());
    }

    /** The same among some of the columns; places are counted from the first of them. */
    static int[] argmax(DenseMatrix scores, int from, int to) {
        int[] best = new int[scores.rows()];
        for (int row = 0; row < best.length; row++) {
            for (int c = 1; c < to - from; c++) {
                if (scores.at(row, from + c) > scores.at(row, from + best[row])) {
                    best[row] = c;
                }
            }
        }
        return best;
    }

    /** The class by the sign of a single score, or the largest of several. */
    static int[] choose(DenseMatrix scores) {
        if (scores.columns() != 1) {
            return argmax(scores);
        }
        int[] chosen = new int[scores.rows()];
        for (int row = 0; row < chosen.length; row++) {
            chosen[row] = scores.at(row, 0) > 0 ? 1 : 0;
        }
        return chosen;
    }

    static DenseMatrix softmax(DenseMatrix scores) {
        double[] values = scores.values().clone();
        int width = scores.columns();
        for (int start = 0; start < values.length; start += width) {
            double largest = values[start];
            for (int c = 1; c < width; c++) {
                largest = Math.max(largest, values[start + c]);
            }
            double sum = 0;
            for (int c = 0; c < width; c++) {
                values[start + c] = Math.exp(values[start + c] - largest);
                sum += values[start + c];
            }
            for (int c = 0; c < width; c++) {
                values[start + c] /= sum;
            }
        }
        return new DenseMatrix(scores.rows(), width, values);
    }

    /**
     * The shares of numbers whose logarithms are given, by way of the logarithm of their sum; this rounds as
     * scikit-learn does where the logarithms are far from 0.
     */
    static DenseMatrix shares(DenseMatrix logarithms) {
        double[] values = logarithms.values().clone();
        int width = logarithms.columns();
        for (int start = 0; start < values.length; start += width) {
            double largest = values[start];
            for (int c = 1; c < width; c++) {
                largest = Math.max(largest, values[start + c]);
            }
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += Math.exp(values[start + c] - largest);
            }
            double whole = Math.log(sum) + largest;
            for (int c = 0; c < width; c++) {
                values[start + c] = Math.exp(values[start + c] - whole);
            }
        }
        return new DenseMatrix(logarithms.rows(), width, values);
    }

    /** Divides each row by its sum; of a row of zeros NaN remains. */
    static DenseMatrix normalised(DenseMatrix scores) {
        return normalised(scores, false);
    }

    /** @param zerosStay whether a row of zeros remains one */
    static DenseMatrix normalised(DenseMatrix scores, boolean zerosStay) {
        double[] values = scores.values().clone();
        int width = scores.columns();
        for (int start = 0; start < values.length; start += width) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                sum += values[start + c];
            }
            double by = zerosStay && sum == 0 ? 1 : sum;
            for (int c = 0; c < width; c++) {
                values[start + c] /= by;
            }
        }
        return new DenseMatrix(scores.rows(), width, values);
    }

    /** Of a single column with the probability of the second class: both. */
    static DenseMatrix withComplement(DenseMatrix probability) {
        double[] both = new double[2 * probability.rows()];
        for (int row = 0; row < probability.rows(); row++) {
            both[2 * row] = 1 - probability.at(row, 0);
            both[2 * row + 1] = probability.at(row, 0);
        }
        return new DenseMatrix(probability.rows(), 2, both);
    }

    /** Of a single column with a score: its negative and itself. */
    static DenseMatrix withNegative(DenseMatrix score) {
        double[] both = new double[2 * score.rows()];
        for (int row = 0; row < score.rows(); row++) {
            both[2 * row] = -score.at(row, 0);
            both[2 * row + 1] = score.at(row, 0);
        }
        return new DenseMatrix(score.rows(), 2, both);
    }

    /** The logistic function. */
    static double expit(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
