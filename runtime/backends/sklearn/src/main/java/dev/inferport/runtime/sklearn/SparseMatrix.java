package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.Arrays;

/** Rows of which most values are 0, such as the counts of words: those that are not, with their columns ascending. */
final class SparseMatrix extends Matrix {

    private final int[] rowStarts;
    private final int[] indices;
    private final double[] values;

    /** @param rowStarts where each row begins among the values, and where the last one ends */
    SparseMatrix(int columns, int[] rowStarts, int[] indices, double[] values, DataType type) {
        super(rowStarts.length - 1, columns, type);
        this.rowStarts = rowStarts;
        this.indices = indices;
        this.values = values;
    }

    int start(int row) {
        return rowStarts[row];
    }

    int end(int row) {
        return rowStarts[row + 1];
    }

    int index(int place) {
        return indices[place];
    }

    double value(int place) {
        return values[place];
    }

    /** The same places with other values, such as arithmetic makes. */
    SparseMatrix withValues(double[] newValues) {
        return new SparseMatrix(columns(), rowStarts, indices, newValues, floating());
    }

    double[] copyOfValues() {
        return Arrays.copyOf(values, rowStarts[rows()]);
    }

    @Override
    void addProducts(int row, FeatureColumns vectors, double[] sums) {
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            vectors.addProduct(values[i], indices[i], sums);
        }
    }

    @Override
    DenseMatrix dense() {
        double[] all = Matrix.zeros(rows(), columns());
        for (int row = 0; row < rows(); row++) {
            for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
                all[row * columns() + indices[i]] += values[i];
            }
        }
        return new DenseMatrix(rows(), columns(), all, type());
    }

    @Override
    public Column column(int index) {
        return select(new int[] {index}).column(0);
    }

    @Override
    public DenseMatrix select(int[] selected) {
        int[] places = new int[columns()];
        Arrays.fill(places, -1);
        for (int i = 0; i < selected.length; i++) {
            places[selected[i]] = i;
        }
        double[] all = Matrix.zeros(rows(), selected.length);
        for (int row = 0; row < rows(); row++) {
            for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
                int place = places[indices[i]];
                if (place >= 0) {
                    all[row * selected.length + place] += values[i];
                }
            }
        }
        return new DenseMatrix(rows(), selected.length, all, type());
    }
}
