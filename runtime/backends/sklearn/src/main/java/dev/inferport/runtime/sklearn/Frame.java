package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import dev.inferport.runtime.api.InferenceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of numbers and texts. */
record Frame(int rows, List<Column> all) implements Table {

    Frame {
        all = List.copyOf(all);
    }

    @Override
    public int columns() {
        return all.size();
    }

    @Override
    public Column column(int index) {
        return all.get(index);
    }

    /** The place of the column of that name, or -1. */
    int indexOf(String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Matrix numbers(int expectedColumns) {
        double[] values = Matrix.zeros(rows, all.size());
        List<DataType> types = new ArrayList<>();
        for (int c = 0; c < all.size(); c++) {
            if (!(all.get(c) instanceof Column.Numbers numbers)) {
                throw new InferenceException("input '" + all.get(c).name() + "': BYTES (expected: a numeric datatype)");
            }
            types.add(numbers.type());
            for (int row = 0; row < rows; row++) {
                values[row * all.size() + c] = numbers.values()[row];
            }
        }
        DataType type = types.isEmpty() ? DataType.FP64 : NumberType.common(types);
        return new DenseMatrix(rows, all.size(), values, type).numbers(expectedColumns);
    }

    @Override
    public Table select(int[] indices) {
        List<Column> selected = new ArrayList<>(indices.length);
        Arrays.stream(indices).mapToObj(all::get).forEach(selected::add);
        return new Frame(rows, selected);
    }
}
