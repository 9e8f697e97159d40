package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.ArrayList;
import java.util.List;

/** A column for each category, with 1 in that of the row's. */
record OneHotEncoder(List<Encoded> columns, Unknown unknown, boolean takesMissing, int width, DataType type)
        implements Transformer {

    /**
     * How one column is encoded.
     *
     * @param grouping the new place of each category, where rare ones were put together; else empty
     * @param rare the place of rare categories, or -1
     * @param dropped the place that gets no column, or -1
     * @param start of its columns among all
     */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Encoded(CategoryIndex categories, int[] grouping, int rare, int dropped, int start) {

        int width() {
            int places = grouping.length == 0 ? categories.count() : rare + 1;
            return dropped < 0 ? places : places - 1;
        }
    }

    /** What becomes of a category that training did not know. */
    enum Unknown {
        IS_AN_ERROR,
        GETS_NO_COLUMN,
        IS_RARE;

        static Unknown of(Fields fields) {
            return switch (fields.text("handle_unknown", "error")) {
                case "error" -> IS_AN_ERROR;
                case "ignore" -> GETS_NO_COLUMN;
                default -> IS_RARE;
            };
        }
    }

    static OneHotEncoder of(Fields fields) {
        List<CategoryIndex> categories = CategoryIndex.of(fields);
        List<int[]> groupings = Encoders.groupings(fields, categories.size());
        String dropAttribute = fields.has("_drop_idx_after_grouping") ? "_drop_idx_after_grouping" : "drop_idx_";
        List<Object> drops = fields.has(dropAttribute) ? fields.list(dropAttribute) : List.of();
        List<Encoded> columns = new ArrayList<>();
        int start = 0;
        for (int c = 0; c < categories.size(); c++) {
            int rare = -1;
            for (int place : groupings.get(c)) {
                rare = Math.max(rare, place);
            }
            int dropped = drops.isEmpty() || Py.isNone(drops.get(c)) ? -1 : Py.integer(drops.get(c));
            Encoded column = new Encoded(categories.get(c), groupings.get(c), rare, dropped, start);
            columns.add(column);
            start += column.width();
        }
        return new OneHotEncoder(
                List.copyOf(columns),
                Unknown.of(fields),
                fields.since(0, 24),
                start,
                NumberType.of(fields, "dtype", DataType.FP64));
    }

    @Override
    public int features() {
        return columns.size();
    }

    @Override
    public boolean takesTexts(int column) {
        return column < columns.size() && columns.get(column).categories().hasTexts();
    }

    @Override
    public Table transform(Table rows) {
        Encoders.require(rows, features(), takesMissing);
        SparseRows encoded = new SparseRows(rows.rows());
        List<Column> all = new ArrayList<>();
        for (int c = 0; c < features(); c++) {
            all.add(rows.column(c));
        }
        for (int row = 0; row < rows.rows(); row++) {
            for (int c = 0; c < features(); c++) {
                Encoded column = columns.get(c);
                int place = place(column, all.get(c), c, row);
                if (place >= 0 && place != column.dropped()) {
                    int shift = column.dropped() >= 0 && place > column.dropped() ? 1 : 0;
                    encoded.add(column.start() + place - shift, 1);
                }
            }
            encoded.endRow();
        }
        SparseMatrix matrix = encoded.matrix(width, type);
        return width <= 4096 ? matrix.dense() : matrix;
    }

    private int place(Encoded column, Column values, int index, int row) {
        int place = column.categories().place(values.value(row));
        if (place == CategoryIndex.UNKNOWN) {
            if (unknown == Unknown.IS_AN_ERROR) {
                throw Encoders.unknown(values, index, values.value(row));
            }
            return unknown == Unknown.IS_RARE ? column.rare() : -1;
        }
        return column.grouping().length == 0 ? place : column.grouping()[place];
    }
}
