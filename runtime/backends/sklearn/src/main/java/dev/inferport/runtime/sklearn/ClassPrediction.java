package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.Tensor;

/**
 * A class for each row.
 *
 * @param indices the place of each row's class among the labels
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record ClassPrediction(Labels labels, int[] indices) implements Prediction {

    @Override
    public int rows() {
        return indices.length;
    }

    @Override
    public double number(int row, int output) {
        return labels.number(indices[row]);
    }

    @Override
    public Tensor tensor() {
        return labels.select(indices);
    }
}
