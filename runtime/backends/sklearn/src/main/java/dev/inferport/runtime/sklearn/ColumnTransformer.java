package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transformers of some of the columns each, the results side by side.
 *
 * @param names of the columns, where it was fitted with names
 */
record ColumnTransformer(List<Part> parts, List<String> names, int features) implements Transformer {

    /** One transformer and its columns. */
    record Part(Estimator transformer, ColumnSelection columns) {}

    static ColumnTransformer of(Fields fields) {
        List<String> names = names(fields);
        int features =
                names.isEmpty() ? fields.integer("n_features_in_", fields.integer("_n_features", -1)) : names.size();
        List<Part> parts = new ArrayList<>();
        for (Object named : fields.list("transformers_")) {
            List<Object> part = Py.list(named);
            Object transformer = part.get(1);
            ColumnSelection columns = ColumnSelection.of(part.get(2), names, features);
            if (!"drop".equals(transformer) && !columns.isEmpty()) {
                Estimator made = "passthrough".equals(transformer)
                        ? Passthrough.ANY
                        : fields.assembly().make(transformer);
                parts.add(new Part(made, columns));
            }
        }
        return new ColumnTransformer(List.copyOf(parts), names, features);
    }

    /** Older versions kept the names under other attributes. */
    private static List<String> names(Fields fields) {
        for (String attribute : List.of("feature_names_in_", "_feature_names_in", "_df_columns")) {
            if (fields.has(attribute)) {
                Object value = fields.require(attribute);
                return Py.list(value instanceof PyObject index ? PandasIndex.content(index) : value).stream()
                        .map(String::valueOf)
                        .toList();
            }
        }
        return List.of();
    }

    @Override
    public boolean takesTexts(int column) {
        return parts.stream().anyMatch(part -> takesTexts(part, column));
    }

    @Override
    public Table transform(Table rows) {
        List<Table> made = new ArrayList<>(parts.size());
        for (Part part : parts) {
            made.add(part.transformer().transform(select(rows, part.columns())));
        }
        return made.isEmpty() ? new DenseMatrix(rows.rows(), 0, new double[0]) : SideBySide.of(made);
    }

    private boolean takesTexts(Part part, int column) {
        int[] indices = part.columns().indices(Math.max(features, names.size()));
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] == column && part.transformer().takesTexts(i)) {
                return true;
            }
        }
        return false;
    }

    private Table select(Table rows, ColumnSelection columns) {
        if (!(rows instanceof Frame frame) || names.isEmpty()) {
            return rows.select(columns.indices(rows.columns()));
        }
        int[] indices = IntStream.of(columns.indices(names.size()))
                .map(index -> place(frame, index))
                .toArray();
        Frame selected = (Frame) frame.select(indices);
        boolean numeric = selected.all().stream().allMatch(Column.Numbers.class::isInstance);
        return numeric ? selected.numbers(ANY_WIDTH) : selected;
    }

    private int place(Frame frame, int index) {
        int place = frame.indexOf(names.get(index));
        if (place >= 0) {
            return place;
        }
        if (index < frame.columns() && frame.column(index).name().isEmpty()) {
            return index;
        }
        throw new InferenceException(
                "input '" + names.get(index) + "' is missing (expected: one tensor for each of " + names + ")");
    }
}
