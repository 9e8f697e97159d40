package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.Arrays;

/** Collects the rows of a {@link SparseMatrix}, one after the other, their columns ascending. */
final class SparseRows {

    private final int[] starts;
    private int row;
    private int count;
    private int[] indices = new int[16];
    private double[] values = new double[16];

    SparseRows(int rows) {
        starts = new int[rows + 1];
    }

    void add(int column, double value) {
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        indices[count] = column;
        values[count++] = value;
    }

    void endRow() {
        starts[++row] = count;
    }

    SparseMatrix matrix(int columns, DataType type) {
        return new SparseMatrix(columns, starts, indices, values, type);
    }
}
