package dev.inferport.runtime.xgboost;

import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Shape;
import dev.inferport.runtime.api.Tensor;
import dev.inferport.runtime.api.TensorMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one request: what XGBoost's interface to scikit-learn answers, and with it MLServer. Not for use by
 * several threads.
 */
final class Outputs {

    static final String PREDICT = "predict";
    private static final String PREDICT_PROBA = "predict_proba";

    private final Booster booster;
    private final float[] rows;
    private final int rowCount;

    /** The library's own prediction, made once for all outputs. */
    private float @Nullable [] predictions;

    /**
     * The outputs for these rows.
     *
     * @param rows one after the other; not to be changed
     */
    Outputs(Booster booster, float[] rows, int rowCount) {
        this.booster = booster;
        this.rows = rows;
        this.rowCount = rowCount;
    }

    /**
     * Refuses an output that the model doesn't have.
     *
     * @throws InferenceException (INVALID_ARGUMENT)
     */
    static void require(String name, Booster booster) {
        if (!name.equals(PREDICT) && !name.equals(PREDICT_PROBA)) {
            throw new InferenceException("XGBoostModel only supports 'predict' and 'predict_proba' as outputs ('" + name
                    + "' was received)");
        }
        if (name.equals(PREDICT_PROBA) && booster.estimator() == Estimator.REGRESSOR) {
            throw new InferenceException("this model does not support 'predict_proba': only a model that XGBClassifier"
                    + " saved does (expected: 'predict')");
        }
    }

    /** What the model's outputs look like, for any number of rows. */
    static List<TensorMetadata> describe(Booster booster) {
        Outputs none = new Outputs(booster, new float[0], 0);
        boolean classifies = booster.estimator() != Estimator.REGRESSOR;
        return (classifies ? List.of(PREDICT, PREDICT_PROBA) : List.of(PREDICT))
                .stream()
                        .map(name -> {
                            Tensor tensor = none.tensor(name);
                            Shape shape = Shape.of(Shape.ANY, tensor.shape().dimension(1));
                            return new TensorMetadata(name, tensor.dataType(), shape);
                        })
                        .toList();
    }

    Tensor tensor(String name) {
        if (booster.estimator() == Estimator.REGRESSOR) {
            return Tensor.of(predictions(), rowCount, booster.predictionColumns());
        }
        return name.equals(PREDICT) ? classes() : probabilities();
    }

    private Tensor classes() {
        float[] values = predictions();
        int columns = booster.predictionColumns();
        if (booster.objective() == Objective.SOFTMAX) {
            int[] classes = new int[rowCount];
            for (int row = 0; row < classes.length; row++) {
                classes[row] = (int) values[row];
            }
            return Tensor.of(classes, rowCount, 1);
        }
        if (isLabels()) {
            double[] labels = new double[values.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = values[i] > 0.5f ? 1 : 0;
            }
            return Tensor.of(labels, rowCount, columns);
        }
        long[] classes = new long[rowCount];
        for (int row = 0; row < classes.length; row++) {
            classes[row] =
                    columns == 1 ? (values[row] > 0.5f ? 1 : 0) : Response.largest(values, row * columns, columns);
        }
        return Tensor.of(classes, rowCount, 1);
    }

    private Tensor probabilities() {
        int columns = booster.predictionColumns();
        if (booster.objective() == Objective.SOFTMAX) {
            float[] margins = booster.margins(rows, rowCount);
            Response.SOFTMAX.apply(margins, booster.outputs());
            return Tensor.of(margins, rowCount, booster.outputs());
        }
        float[] values = predictions();
        if (columns > 1) {
            return Tensor.of(values, rowCount, columns);
        }
        float[] both = new float[2 * values.length];
        for (int row = 0; row < values.length; row++) {
            both[2 * row] = 1f - values[row];
            both[2 * row + 1] = values[row];
        }
        return Tensor.of(both, rowCount, 2);
    }

    /** Several columns that are no classes: a classifier of several labels, each of which a row may have or not. */
    private boolean isLabels() {
        return booster.predictionColumns() > 1 && booster.classes() == 2;
    }

    private float[] predictions() {
        float[] values = predictions;
        if (values == null) {
            values = booster.predict(rows, rowCount);
            predictions = values;
        }
        return values;
    }
}
