package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.HeapRoom;
import java.io.IOException;
import java.util.Arrays;

/** A model that is read, checked and compiled. Immutable, safe for any number of threads. */
final class Booster {

    private final Objective objective;
    private final Response response;
    private final Estimator estimator;
    private final int features;
    private final int classes;
    private final float[] baseMargins;
    private final Margins margins;

    Booster(
            Objective objective,
            Response response,
            Estimator estimator,
            int features,
            int classes,
            float[] baseMargins,
            Margins margins) {
        this.objective = objective;
        this.response = response;
        this.estimator = estimator;
        this.features = features;
        this.classes = classes;
        this.baseMargins = baseMargins;
        this.margins = margins;
    }

    /** What the contents of a file mean. */
    static Booster of(BoosterContents contents) throws IOException {
        return new BoosterCompiler(contents).compile();
    }

    Objective objective() {
        return objective;
    }

    Estimator estimator() {
        return estimator;
    }

    /** Values in a row. */
    int features() {
        return features;
    }

    /** Columns of {@link #margins}. */
    int outputs() {
        return baseMargins.length;
    }

    /** The classes that a classifier tells apart; at least two. */
    int classes() {
        return Math.max(2, classes);
    }

    /** The bytes of the arrays that the model holds. */
    long sizeInBytes() {
        return margins.sizeInBytes() + 16 + (long) Float.BYTES * baseMargins.length;
    }

    /** The sums of each row before the objective's transformation; {@link #outputs()} columns. */
    float[] margins(float[] rows, int rowCount) {
        HeapRoom.requireForRows(rowCount, 6L * Float.BYTES * baseMargins.length);
        float[] sums = new float[Math.multiplyExact(rowCount, baseMargins.length)];
        for (int start = 0; start < sums.length; start += baseMargins.length) {
            System.arraycopy(baseMargins, 0, sums, start, baseMargins.length);
        }
        margins.addAll(rows, rowCount, sums);
        return sums;
    }

    /** What the library predicts for each row; {@link #predictionColumns()} columns. */
    float[] predict(float[] rows, int rowCount) {
        float[] values = margins(rows, rowCount);
        response.apply(values, outputs());
        int length = rowCount * predictionColumns();
        return length == values.length ? values : Arrays.copyOf(values, length);
    }

    /** Columns of {@link #predict}. */
    int predictionColumns() {
        return response.columns(outputs());
    }
}
