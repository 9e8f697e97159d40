package dev.inferport.runtime.lightgbm;

import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.trees.DoubleTreeEnsemble;

/** A model that is read, checked and compiled. Immutable, safe for any number of threads. */
final class Booster {

    private final DoubleTreeEnsemble trees;
    private final boolean averaged;
    private final Response response;

    /**
     * @param averaged whether predictions are made of the mean of the boosting rounds instead of their sum
     * @param response how scores become predictions
     */
    Booster(DoubleTreeEnsemble trees, boolean averaged, Response response) {
        this.trees = trees;
        this.averaged = averaged;
        this.response = response;
    }

    /** Values in a row. */
    int features() {
        return trees.features();
    }

    /** Columns of a prediction. */
    int outputs() {
        return trees.outputs();
    }

    /** The bytes of the arrays that the model holds. */
    long sizeInBytes() {
        return trees.sizeInBytes();
    }

    /** The sums of each row, {@link #outputs()} columns: what the library calls raw scores. */
    double[] rawScores(double[] rows, int rowCount) {
        HeapRoom.requireForRows(rowCount, 3L * Double.BYTES * outputs());
        double[] sums = new double[Math.multiplyExact(rowCount, outputs())];
        trees.addAll(rows, rowCount, sums);
        return sums;
    }

    /** What the library predicts for each row, {@link #outputs()} columns. */
    double[] predict(double[] rows, int rowCount) {
        double[] scores = rawScores(rows, rowCount);
        if (averaged) {
            int rounds = trees.treeCount() / outputs();
            for (int i = 0; i < scores.length; i++) {
                scores[i] /= rounds;
            }
        }
        response.apply(scores, outputs());
        return scores;
    }
}
