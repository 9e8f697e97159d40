package dev.inferport.runtime.pmml;

/** What compiled trees or regressions say of rows, before it is spread over outputs. Immutable. */
sealed interface Scores permits SummedTrees, BoostedClasses, AveragedClasses, LinearScores {

    /** Values per row: one number, or the probability of each class. */
    int width();

    /** The values of rows, which lie one after the other; NaN where there is no result. */
    double[] of(double[] rows, int count);

    /** Whether a row without probabilities has no class either, rather than any. */
    default boolean needsProbabilities() {
        return false;
    }

    long sizeInBytes();
}
