package dev.inferport.runtime.catboost;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import java.io.IOException;
import java.util.Arrays;

/** A model in the library's memory. For any number of threads; {@link #close} must not meet a prediction. */
final class NativeModel {

    /** The library keeps a reference to each row of a call. */
    private static final int ROWS_PER_CALL = 1024;

    private final CatBoostModel model;
    private final ModelFacts facts;
    private final Task task;
    private final boolean numeric;
    private final boolean categorical;

    private NativeModel(CatBoostModel model, ModelFacts facts, Task task) {
        this.model = model;
        this.facts = facts;
        this.task = task;
        this.numeric = facts.count(false) > 0;
        this.categorical = facts.count(true) > 0;
    }

    /** @param facts what was found of these same bytes */
    static NativeModel open(byte[] bytes, String format, ModelFacts facts) throws IOException {
        Task task = Task.of(facts);
        try {
            CatBoostModel model = CatBoostModel.loadModel(bytes, format);
            if (model.getPredictionDimension() != facts.dimension()) {
                model.close();
                throw new InvalidCatBoostException("the library reads " + model.getPredictionDimension()
                        + " values per prediction (expected: " + facts.dimension() + ")");
            }
            return new NativeModel(model, facts, task);
        } catch (CatBoostError e) {
            throw new InvalidCatBoostException("refused by CatBoost: " + e.getMessage(), e);
        } catch (LinkageError | RuntimeException e) {
            throw new InvalidCatBoostException(
                    "the CatBoost library can't be loaded on this machine: " + e
                            + " (expected: Linux on x86-64 or aarch64 with glibc, macOS or Windows on x86-64, and a"
                            + " temporary folder that allows executable files)",
                    e);
        }
    }

    /** The library's raw values of each row, {@code dimension} values per row. */
    double[] predict(Rows rows) throws CatBoostError {
        int dimension = facts.dimension();
        if (rows.count() > 0 && rows.count() <= ROWS_PER_CALL) {
            return predict(rows.numbers(), rows.categories(), rows.count());
        }
        double[] all = new double[rows.count() * dimension];
        for (int start = 0; start < rows.count(); start += ROWS_PER_CALL) {
            int end = Math.min(start + ROWS_PER_CALL, rows.count());
            double[] part = predict(
                    Arrays.copyOfRange(rows.numbers(), start, end),
                    categorical ? Arrays.copyOfRange(rows.categories(), start, end) : rows.categories(),
                    end - start);
            System.arraycopy(part, 0, all, start * dimension, part.length);
        }
        return all;
    }

    @SuppressWarnings("NullAway") // an absent kind of feature is null to the library, which isn't annotated
    private double[] predict(float[][] numbers, String[][] categories, int count) throws CatBoostError {
        CatBoostPredictions predictions = new CatBoostPredictions(count, facts.dimension());
        if (count == 1) {
            model.predict(numeric ? numbers[0] : null, categorical ? categories[0] : null, predictions);
        } else {
            model.predict(numeric ? numbers : null, categorical ? categories : null, predictions);
        }
        return predictions.copyRowMajorPredictions();
    }

    ModelFacts facts() {
        return facts;
    }

    Task task() {
        return task;
    }

    long sizeInBytes() {
        return facts.footprint().sizeInBytes();
    }

    void close() throws IOException {
        try {
            model.close();
        } catch (CatBoostError e) {
            throw new IOException("the model can't be closed: " + e.getMessage(), e);
        }
    }
}
