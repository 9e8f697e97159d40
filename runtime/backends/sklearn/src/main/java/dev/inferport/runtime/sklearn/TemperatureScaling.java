package dev.inferport.runtime.sklearn;

/**
 * Makes probabilities of all scores of a row at once: their logits times an inverse temperature, through softmax.
 *
 * @param logarithms whether the scores are probabilities
 */
record TemperatureScaling(double inverse, boolean logarithms) {

    private static final double EPSILON = 1e-12;

    double[] shares(DenseMatrix scores) {
        DenseMatrix logits = logits(scores);
        return ScoreRows.softmax(logits.map(logit -> inverse * logit)).values();
    }

    private DenseMatrix logits(DenseMatrix scores) {
        if (logarithms) {
            DenseMatrix all = scores.columns() == 1 ? ScoreRows.withComplement(scores) : scores;
            return all.map(share -> Math.log(share + EPSILON));
        }
        return scores.columns() == 1 ? ScoreRows.withNegative(scores) : scores;
    }
}
