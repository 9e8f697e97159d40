package dev.inferport.bench;

import java.io.IOException;
import org.pmml4s.model.Model;

/**
 * PMML4S, the library that the distribution has: from arrays of values in the order of the fields to arrays of outputs.
 */
final class Pmml4s extends JvmContender<double[], Object[][]> {

    private final SampleModel model;
    private final Model document;

    private Pmml4s(SampleModel model, Model document) {
        super(model);
        this.model = model;
        this.document = document;
    }

    static Pmml4s load(SampleModel model) {
        return new Pmml4s(model, Model.fromFile(model.file().toString()));
    }

    @Override
    public String name() {
        return "PMML4S in Java";
    }

    @Override
    double[] batch(int first, int count) throws IOException {
        double[] batch = new double[count * model.features()];
        model.readRows().asDoubleBuffer().get(first * model.features(), batch);
        return batch;
    }

    @Override
    Object[][] answer(double[] batch, int count) {
        Object[][] answer = new Object[count][];
        for (int row = 0; row < count; row++) {
            Object[] values = new Object[model.features()];
            for (int i = 0; i < values.length; i++) {
                values[i] = batch[row * values.length + i];
            }
            answer[row] = document.predict(values);
        }
        return answer;
    }

    @Override
    double[] values(Object[][] answer) {
        double[] values = new double[answer.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = ((Number) answer[row][0]).doubleValue();
        }
        return values;
    }

    @Override
    public void close() {
        // Nothing but objects on the heap.
    }
}
