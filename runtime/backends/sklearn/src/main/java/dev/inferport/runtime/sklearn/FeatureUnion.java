package dev.inferport.runtime.sklearn;

import java.util.ArrayList;
import java.util.List;

/** Transformers of the same rows, their columns side by side. */
record FeatureUnion(List<Part> parts) implements Transformer {

    /** One transformer and what its columns are multiplied by. */
    record Part(Estimator transformer, double weight) {}

    static FeatureUnion of(Fields fields) {
        List<Part> parts = new ArrayList<>();
        for (Object named : fields.list("transformer_list")) {
            List<Object> pair = Py.list(named);
            Object transformer = pair.get(1);
            if ("drop".equals(transformer) || Py.isNone(transformer)) {
                continue;
            }
            double weight = 1;
            if (fields.has("transformer_weights")) {
                Object given = fields.dict("transformer_weights").get(Py.text(pair.get(0)));
                weight = given == null ? 1 : Py.number(given);
            }
            Estimator made = Pipeline.isPassThrough(transformer)
                    ? Passthrough.ANY
                    : fields.assembly().make(transformer);
            parts.add(new Part(made, weight));
        }
        return new FeatureUnion(List.copyOf(parts));
    }

    @Override
    public int features() {
        return parts.isEmpty() ? ANY_WIDTH : parts.get(0).transformer().features();
    }

    @Override
    public boolean takesTexts(int column) {
        return parts.stream().anyMatch(part -> part.transformer().takesTexts(column));
    }

    @Override
    public Table transform(Table rows) {
        List<Table> made = new ArrayList<>();
        for (Part part : parts) {
            Table columns = part.transformer().transform(rows);
            made.add(part.weight() == 1 ? columns : weighted(columns.numbers(ANY_WIDTH), part.weight()));
        }
        return SideBySide.of(made);
    }

    private static Matrix weighted(Matrix columns, double weight) {
        if (columns instanceof SparseMatrix sparse) {
            double[] values = sparse.copyOfValues();
            for (int i = 0; i < values.length; i++) {
                values[i] *= weight;
            }
            return sparse.withValues(values);
        }
        return columns.dense().map(value -> value * weight);
    }
}
