package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.List;

/** The place of each value among the categories of its column. */
record OrdinalEncoder(
        List<CategoryIndex> categories,
        List<int[]> groupings,
        boolean unknownIsError,
        boolean takesMissing,
        double unknownValue,
        double missingValue,
        DataType type)
        implements Transformer {

    static OrdinalEncoder of(Fields fields) {
        List<CategoryIndex> categories = CategoryIndex.of(fields);
        return new OrdinalEncoder(
                categories,
                Encoders.groupings(fields, categories.size()),
                fields.text("handle_unknown", "error").equals("error"),
                fields.since(1, 0),
                fields.number("unknown_value", Double.NaN),
                fields.number("encoded_missing_value", Double.NaN),
                NumberType.of(fields, "dtype", DataType.FP64));
    }

    /** The encoder of targets: one column, whose categories are the classes. */
    static OrdinalEncoder ofLabels(Fields fields) {
        CategoryIndex classes = new CategoryIndex(fields.array("classes_").items());
        return new OrdinalEncoder(
                List.of(classes), List.of(new int[0]), true, true, Double.NaN, Double.NaN, DataType.INT64);
    }

    @Override
    public int features() {
        return categories.size();
    }

    @Override
    public boolean takesTexts(int column) {
        return column < categories.size() && categories.get(column).hasTexts();
    }

    @Override
    public Table transform(Table rows) {
        Encoders.require(rows, features(), takesMissing);
        double[] encoded = Matrix.zeros(rows.rows(), features());
        for (int c = 0; c < features(); c++) {
            Column column = rows.column(c);
            for (int row = 0; row < rows.rows(); row++) {
                encoded[row * features() + c] = encode(c, column, row);
            }
        }
        return new DenseMatrix(rows.rows(), features(), encoded, type);
    }

    private double encode(int c, Column column, int row) {
        CategoryIndex known = categories.get(c);
        int place = known.place(column.value(row));
        if (place == CategoryIndex.UNKNOWN) {
            if (unknownIsError) {
                throw Encoders.unknown(column, c, column.value(row));
            }
            return unknownValue;
        }
        if (place == known.placeOfMissing()) {
            return missingValue;
        }
        return groupings.get(c).length == 0 ? place : groupings.get(c)[place];
    }
}
