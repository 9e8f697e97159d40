package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import dev.inferport.runtime.api.Tensor;
import java.util.function.DoubleUnaryOperator;

/** Rows of numbers, row by row in one array, which its maker gives away. */
final class DenseMatrix extends Matrix {

    private final double[] values;

    /** Numbers in double precision. */
    DenseMatrix(int rows, int columns, double[] values) {
        this(rows, columns, values, DataType.FP64);
    }

    /** @param type of which each value is one; that of the tensor */
    DenseMatrix(int rows, int columns, double[] values, DataType type) {
        super(rows, columns, type);
        if (values.length != (long) rows * columns) {
            throw new InvalidModelException(
                    "a matrix of " + rows + " x " + columns + " with " + values.length + " values");
        }
        this.values = values;
    }

    /** A matrix that was stored in a model; a vector is one column. */
    static DenseMatrix of(NdArray array) {
        return new DenseMatrix(array.rows(), array.columns(), array.doubles(), NumberType.of(array.type()));
    }

    double at(int row, int column) {
        return values[row * columns() + column];
    }

    /** The first columns as rows. */
    DenseMatrix transposed(int count) {
        double[] turned = new double[count * rows()];
        for (int column = 0; column < count; column++) {
            for (int row = 0; row < rows(); row++) {
                turned[column * rows() + row] = at(row, column);
            }
        }
        return new DenseMatrix(count, rows(), turned, type());
    }

    /** The values themselves, not a copy; not to be changed by who did not make them. */
    double[] values() {
        return values;
    }

    @Override
    void addProducts(int row, FeatureColumns vectors, double[] sums) {
        vectors.add(FeatureSum.PRODUCTS, values, row * columns(), sums);
    }

    /** The sum of one row's values, each times the weight of its column; the weights begin at {@code start}. */
    double dot(int row, double[] weights, int start) {
        double sum = 0;
        int at = row * columns();
        for (int i = 0; i < columns(); i++) {
            sum += values[at + i] * weights[start + i];
        }
        return sum;
    }

    @Override
    void requireFinite() {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new InferenceException("row " + i / columns() + ", column " + i % columns() + ": " + values[i]
                        + " (expected: a finite number, as this model takes no missing values)");
            }
        }
    }

    @Override
    DenseMatrix dense() {
        return this;
    }

    /** A copy of one row. */
    double[] row(int row) {
        double[] copy = new double[columns()];
        System.arraycopy(values, row * columns(), copy, 0, columns());
        return copy;
    }

    /** Arithmetic on each value, in the precision of this matrix. */
    DenseMatrix map(DoubleUnaryOperator function) {
        return map(function, floating());
    }

    DenseMatrix map(DoubleUnaryOperator function, DataType type) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = rounded(function.applyAsDouble(values[i]));
        }
        return new DenseMatrix(rows(), columns(), mapped, type);
    }

    /** A value in the precision of this matrix. */
    double rounded(double value) {
        return isSingle() ? (float) value : value;
    }

    @Override
    public Column column(int index) {
        double[] column = new double[rows()];
        for (int row = 0; row < column.length; row++) {
            column[row] = at(row, index);
        }
        return new Column.Numbers("", column, type());
    }

    @Override
    public DenseMatrix select(int[] indices) {
        double[] selected = Matrix.zeros(rows(), indices.length);
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            for (int index : indices) {
                selected[next++] = at(row, index);
            }
        }
        return new DenseMatrix(rows(), indices.length, selected, type());
    }

    /** A tensor of shape [rows, columns]. */
    Tensor tensor() {
        return NumberType.tensor(type(), values, rows(), columns());
    }
}
