package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.InferenceException;
import java.util.ArrayList;
import java.util.List;

/** What the encoders of categories have in common. */
final class Encoders {

    private Encoders() {}

    static void register(EstimatorTable.Builder table) {
        String encoders = "sklearn.preprocessing._encoders";
        String impute = "sklearn.impute._base sklearn.impute";
        table.add(OneHotEncoder::of, encoders, "OneHotEncoder")
                .add(OrdinalEncoder::of, encoders, "OrdinalEncoder")
                .add(
                        OrdinalEncoder::ofLabels,
                        "sklearn.preprocessing._label sklearn.preprocessing.label",
                        "LabelEncoder")
                .add(SimpleImputer::of, impute, "SimpleImputer")
                .add(MissingIndicator::of, impute, "MissingIndicator");
        ColumnSelectors.register(table);
        TextModels.register(table);
    }

    /** Where rare categories were put together: the new place of each place; empty for a column without. */
    static List<int[]> groupings(Fields fields, int columns) {
        List<int[]> groupings = new ArrayList<>();
        boolean enabled = fields.has("_default_to_infrequent_mappings");
        List<Object> mappings = enabled ? fields.list("_default_to_infrequent_mappings") : List.of();
        for (int c = 0; c < columns; c++) {
            Object mapping = enabled ? mappings.get(c) : PyNone.NONE;
            groupings.add(
                    Py.isNone(mapping)
                            ? new int[0]
                            : fields.assembly().array(mapping).ints());
        }
        return List.copyOf(groupings);
    }

    /** Refuses rows of another width, and missing numbers where an encoder takes none. */
    static void require(Table rows, int features, boolean takesMissing) {
        if (rows.columns() != features) {
            rows.numbers(features);
        }
        if (!takesMissing && rows instanceof Matrix numbers) {
            numbers.requireFinite();
        }
    }

    static InferenceException unknown(Column column, int index, Object value) {
        String name = column.name().isEmpty() ? "column " + index : "input '" + column.name() + "'";
        return new InferenceException(
                name + ": '" + value + "' (expected: one of the categories that the model was fitted with)");
    }
}
