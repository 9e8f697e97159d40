package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Weights counts of words by how rare the words are: TfidfTransformer. */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record WordWeights(
        double[] rarity, boolean logarithmic, @Nullable Normalizer normalizer) implements Transformer {

    static WordWeights of(Fields fields) {
        double[] rarity = new double[0];
        if (fields.flag("use_idf", true)) {
            rarity = fields.has("idf_") ? fields.doubles("idf_") : diagonal(fields.object("_idf_diag"));
        }
        Normalizer normalizer =
                fields.has("norm") ? new Normalizer(Normalizer.Norm.named(fields.text("norm", "l2")), ANY_WIDTH) : null;
        return new WordWeights(rarity, fields.flag("sublinear_tf", false), normalizer);
    }

    /** Older versions keep the weights on the diagonal of a sparse matrix. */
    private static double[] diagonal(Fields matrix) {
        double[] values = matrix.doubles("data");
        int[] columns = matrix.ints("indices");
        double[] diagonal = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            diagonal[columns[i]] = values[i];
        }
        return diagonal;
    }

    @Override
    public int features() {
        return rarity.length == 0 ? ANY_WIDTH : rarity.length;
    }

    @Override
    public Table transform(Table rows) {
        Matrix x = rows.numbers(features());
        SparseMatrix counts = x instanceof SparseMatrix sparse ? sparse : sparse(x.dense());
        double[] values = counts.copyOfValues();
        for (int i = 0; i < values.length; i++) {
            double value = logarithmic ? Math.log(values[i]) + 1 : values[i];
            values[i] = rarity.length == 0 ? value : value * rarity[counts.index(i)];
        }
        SparseMatrix weighted = counts.withValues(Arrays.copyOf(values, values.length));
        return normalizer == null ? weighted : normalizer.ofSparse(weighted);
    }

    private static SparseMatrix sparse(DenseMatrix x) {
        SparseRows rows = new SparseRows(x.rows());
        for (int row = 0; row < x.rows(); row++) {
            for (int c = 0; c < x.columns(); c++) {
                if (x.at(row, c) != 0) {
                    rows.add(c, x.at(row, c));
                }
            }
            rows.endRow();
        }
        return rows.matrix(x.columns(), x.floating());
    }
}
