package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a value of training in the place of missing ones.
 *
 * @param fillings for each column what fills it: a number, a text, or NaN for a column that is left out
 * @param missing what counts as missing
 */
record SimpleImputer(
        List<Object> fillings, Object missing, @Nullable Estimator indicator) implements Transformer {

    static SimpleImputer of(Fields fields) {
        List<Object> fillings =
                fields.list("statistics_").stream().map(Py::scalar).toList();
        Estimator indicator = fields.has("indicator_") ? fields.estimator("indicator_") : null;
        return new SimpleImputer(fillings, Py.scalar(fields.get("missing_values")), indicator);
    }

    @Override
    public int features() {
        return fillings.size();
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
        Frame frame = new Frame(rows.rows(), filled);
        boolean numeric = filled.stream().allMatch(Column.Numbers.class::isInstance);
        Table result = numeric ? frame.numbers(ANY_WIDTH) : frame;
        return indicator == null ? result : SideBySide.of(List.of(result, indicator.transform(rows)));
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
                values[row] = numbers.single() ? (float) Py.number(filling) : Py.number(filling);
            }
        }
        return new Column.Numbers(numbers.name(), values, numbers.single());
    }
}
