package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a value of training in the place of missing ones.
 *
 * @param fillings for each column what fills it: a number, a text, or NaN for a column that is left out
 * @param missing what counts as missing
 * @param keepsIntegers whether whole numbers stay what they are
 */
record SimpleImputer(
        List<Object> fillings,
        Object missing,
        boolean keepsIntegers,
        @Nullable Estimator indicator) implements Transformer {

    private static final Set<String> KEEP_INTEGERS = Set.of("most_frequent", "constant");

    static SimpleImputer of(Fields fields) {
        List<Object> fillings =
                fields.list("statistics_").stream().map(Py::scalar).toList();
        Estimator indicator = fields.has("indicator_") ? fields.estimator("indicator_") : null;
        boolean keepsIntegers = KEEP_INTEGERS.contains(fields.text("strategy", "mean"));
        return new SimpleImputer(fillings, Py.scalar(fields.get("missing_values")), keepsIntegers, indicator);
    }

    @Override
    public int features() {
        return fillings.size();
    }

    @Override
    public boolean takesTexts(int column) {
        return column < fillings.size() && fillings.get(column) instanceof String;
    }

    @Override
    public Table transform(Table rows) {
        if (rows.columns() != features()) {
            rows.numbers(features());
        }
        List<Column> filled = new ArrayList<>();
        for (int c = 0; c < features(); c++) {
            Object filling = fillings.get(c);
            if (!(filling instanceof Double number && Double.isNaN(number))) {
                filled.add(filled(rows.column(c), filling));
            }
        }
        Table result = table(rows, filled);
        return indicator == null ? result : SideBySide.of(List.of(result, indicator.transform(rows)));
    }

    private Table table(Table rows, List<Column> filled) {
        Frame frame = new Frame(rows.rows(), filled);
        if (filled.isEmpty() && rows instanceof Matrix numbers) {
            return new DenseMatrix(rows.rows(), 0, new double[0], type(numbers.type()));
        }
        boolean numeric = filled.stream().allMatch(Column.Numbers.class::isInstance);
        return numeric ? frame.numbers(ANY_WIDTH) : frame;
    }

    private DataType type(DataType given) {
        return keepsIntegers ? given : NumberType.floating(given);
    }

    private Column filled(Column column, Object filling) {
        if (column instanceof Column.Texts texts) {
            return new Column.Texts(
                    texts.name(),
                    texts.values().stream()
                            .map(text -> text.equals(missing) ? String.valueOf(filling) : text)
                            .toList());
        }
        Column.Numbers numbers = (Column.Numbers) column;
        double[] values = numbers.values().clone();
        for (int row = 0; row < values.length; row++) {
            if (MissingIndicator.isMissing(values[row], missing)) {
                values[row] = numbers.type() == DataType.FP32 ? (float) Py.number(filling) : Py.number(filling);
            }
        }
        return new Column.Numbers(numbers.name(), values, type(numbers.type()));
    }
}
