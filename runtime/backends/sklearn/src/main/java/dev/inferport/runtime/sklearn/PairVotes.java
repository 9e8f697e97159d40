package dev.inferport.runtime.sklearn;

/** What classifiers of two classes at a time say of all classes: votes, and between equals the confidences. */
final class PairVotes {

    private final int classes;
    private final double[] votes;
    private final double[] confidences;

    PairVotes(int classes) {
        this.classes = classes;
        this.votes = new double[classes];
        this.confidences = new double[classes];
    }

    /** One pair: whether the second class was chosen, and how much the score favours it. */
    void add(int first, int second, boolean chosenSecond, double score) {
        votes[chosenSecond ? second : first]++;
        confidences[first] -= score;
        confidences[second] += score;
    }

    /** Writes one number for each class, and begins anew. */
    void finish(double[] into, int start) {
        for (int c = 0; c < classes; c++) {
            into[start + c] = votes[c] + confidences[c] / (3 * (Math.abs(confidences[c]) + 1));
            votes[c] = 0;
            confidences[c] = 0;
        }
    }
}
