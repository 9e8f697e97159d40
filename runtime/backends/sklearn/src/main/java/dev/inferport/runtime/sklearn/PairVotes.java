package dev.inferport.runtime.sklearn;

/** What classifiers of two classes at a time say of all classes: votes, and between equals the confidences. */
final class PairVotes {

    private final int classes;
    private final double[] votes;
    private final double[] confidences;

    PairVotes(int rows, int classes) {
        this.classes = classes;
        this.votes = Matrix.zeros(rows, classes);
        this.confidences = Matrix.zeros(rows, classes);
    }

    /** One pair: whether the second class was chosen, and how much the score favours it. */
    void add(int row, int first, int second, boolean chosenSecond, double score) {
        votes[row * classes + (chosenSecond ? second : first)]++;
        confidences[row * classes + first] -= score;
        confidences[row * classes + second] += score;
    }

    /**
     * One number for each row and class.
     *
     * @param ofAllRows whether the confidences are scaled by the largest of all rows, as before 0.21, so that an answer
     *     depends on what else was asked; since then each is scaled by itself
     */
    DenseMatrix scores(boolean ofAllRows) {
        double largest = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double confidence : confidences) {
            largest = Math.max(largest, Math.abs(confidence));
            low = Math.min(low, confidence);
            high = Math.max(high, confidence);
        }
        double scale = low == high ? 0 : (0.5 - Math.ulp(1.0)) / largest;
        double[] scores = new double[votes.length];
        for (int i = 0; i < scores.length; i++) {
            double confidence = confidences[i];
            scores[i] = votes[i] + (ofAllRows ? confidence * scale : confidence / (3 * (Math.abs(confidence) + 1)));
        }
        return new DenseMatrix(scores.length / classes, classes, scores);
    }
}
