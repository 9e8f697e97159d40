package dev.inferport.bench;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import java.io.IOException;
import java.util.Arrays;

/**
 * CatBoost's prediction library for Java, the one that the distribution has: from rows that lie one after the other, as
 * for the other libraries, to raw values, of which it makes no probabilities; for a classifier the sigmoid is in the
 * time, too.
 */
final class CatBoost4j extends JvmContender<float[], double[]> {

    private final SampleModel model;
    private final CatBoostModel library;
    private final boolean probabilities;

    private CatBoost4j(SampleModel model, CatBoostModel library) {
        super(model);
        this.model = model;
        this.library = library;
        this.probabilities = model.output().equals("predict_proba");
    }

    static CatBoost4j load(SampleModel model) throws CatBoostError {
        return new CatBoost4j(model, CatBoostModel.loadModel(model.file().toString()));
    }

    @Override
    public String name() {
        return "catboost-prediction in Java";
    }

    @Override
    float[] batch(int first, int count) throws IOException {
        float[] batch = new float[count * model.features()];
        model.readRows().asFloatBuffer().get(first * model.features(), batch);
        return batch;
    }

    @Override
    @SuppressWarnings("NullAway") // no categories are null to the library, which isn't annotated
    double[] answer(float[] batch, int count) throws CatBoostError {
        CatBoostPredictions predictions = new CatBoostPredictions(count, 1);
        if (count == 1) {
            library.predict(batch, (String[]) null, predictions);
        } else {
            float[][] rows = new float[count][];
            for (int row = 0; row < count; row++) {
                rows[row] = Arrays.copyOfRange(batch, row * model.features(), (row + 1) * model.features());
            }
            library.predict(rows, (String[][]) null, predictions);
        }
        double[] values = predictions.copyRowMajorPredictions();
        for (int i = 0; probabilities && i < values.length; i++) {
            values[i] = 1 / (1 + Math.exp(-values[i]));
        }
        return values;
    }

    @Override
    double[] values(double[] answer) {
        return answer;
    }

    @Override
    public void close() throws IOException {
        try {
            library.close();
        } catch (CatBoostError e) {
            throw new IOException("catboost-prediction: " + e.getMessage(), e);
        }
    }
}
