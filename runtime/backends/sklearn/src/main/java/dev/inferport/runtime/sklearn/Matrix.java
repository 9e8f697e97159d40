package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.HeapRoom;
import dev.inferport.runtime.api.InferenceException;

/** Rows of numbers. */
abstract sealed class Matrix implements Table permits DenseMatrix, SparseMatrix {

    private final int rows;
    private final int columns;
    private final DataType type;

    /**
     * Room for so many rows of values.
     *
     * @throws InferenceException (INVALID_ARGUMENT) where the heap has none for them, the tensor that is made of them
     *     and its text
     */
    static double[] zeros(int rows, int columns) {
        HeapRoom.requireForRows(rows, 3L * Double.BYTES * columns);
        if ((long) rows * columns > Integer.MAX_VALUE - 16) {
            throw new InferenceException(rows + " rows make " + (long) rows * columns
                    + " values (expected: fewer than 2^31); send fewer rows in a request");
        }
        return new double[rows * columns];
    }

    Matrix(int rows, int columns, DataType type) {
        this.rows = rows;
        this.columns = columns;
        this.type = type;
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final int columns() {
        return columns;
    }

    /** Adds to each sum the products of its vector with one row. */
    abstract void addProducts(int row, FeatureColumns vectors, double[] sums);

    abstract DenseMatrix dense();

    /** Refuses values that are NaN or infinite. */
    void requireFinite() {}

    /** The datatype of all values. */
    final DataType type() {
        return type;
    }

    /** The datatype of what arithmetic makes of the values. */
    final DataType floating() {
        return NumberType.floating(type);
    }

    /** Whether the values are those of single precision, so that scikit-learn would stay there. */
    final boolean isSingle() {
        return type == DataType.FP32;
    }

    @Override
    public final Matrix numbers(int expectedColumns) {
        if (expectedColumns != Estimator.ANY_WIDTH && columns != expectedColumns) {
            throw new InferenceException("rows of " + columns + " values (expected: " + expectedColumns + ")");
        }
        return this;
    }
}
