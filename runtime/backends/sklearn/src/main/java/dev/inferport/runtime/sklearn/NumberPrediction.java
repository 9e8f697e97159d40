package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.Tensor;

/** A number, or several, for each row. */
record NumberPrediction(DenseMatrix numbers) implements Prediction {

    @Override
    public int rows() {
        return numbers.rows();
    }

    @Override
    public double number(int row, int output) {
        return numbers.at(row, output);
    }

    @Override
    public Tensor tensor() {
        return numbers.tensor();
    }
}
