package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;

/** True where a value is missing. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record MissingIndicator(int[] columns, Object missing) implements Transformer {

    static MissingIndicator of(Fields fields) {
        return new MissingIndicator(fields.ints("features_"), Py.scalar(fields.get("missing_values")));
    }

    static boolean isMissing(double value, Object missing) {
        boolean nan = !Py.isNumber(missing) || Double.isNaN(Py.number(missing));
        return nan ? Double.isNaN(value) : value == Py.number(missing);
    }

    @Override
    public Table transform(Table rows) {
        double[] flags = Matrix.zeros(rows.rows(), columns.length);
        for (int c = 0; c < columns.length; c++) {
            Column column = rows.column(columns[c]);
            for (int row = 0; row < rows.rows(); row++) {
                boolean flag = column instanceof Column.Numbers numbers
                        ? isMissing(numbers.values()[row], missing)
                        : column.value(row).equals(missing);
                flags[row * columns.length + c] = flag ? 1 : 0;
            }
        }
        return new DenseMatrix(rows.rows(), columns.length, flags, DataType.BOOL);
    }
}
