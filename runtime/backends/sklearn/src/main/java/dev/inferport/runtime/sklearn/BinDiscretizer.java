package dev.inferport.runtime.sklearn;

import dev.inferport.runtime.api.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The number of the bin that a value falls into, as it is or as a column of its own for each bin.
 *
 * @param edges of each column, ascending
 * @param type of the output; null = that of the input
 */
record BinDiscretizer(
        List<double[]> edges,
        boolean oneHot,
        boolean tolerant,
        @Nullable DataType type) implements Transformer {

    static BinDiscretizer of(Fields fields) {
        List<double[]> edges = fields.list("bin_edges_").stream()
                .map(column -> fields.assembly().array(column).doubles())
                .toList();
        boolean oneHot = fields.text("encode", "onehot").startsWith("onehot");
        DataType before = oneHot && !fields.since(0, 24) ? DataType.FP64 : null;
        DataType fitted = fields.has("dtype") ? NumberType.of(fields, "dtype", DataType.FP64) : before;
        return new BinDiscretizer(edges, oneHot, !fields.since(1, 1), fitted);
    }

    @Override
    public int features() {
        return edges.size();
    }

    @Override
    public Table transform(Table rows) {
        DenseMatrix given = rows.finite(features()).dense();
        DenseMatrix x = type == DataType.FP32 ? TreeSums.single(given) : given;
        int width = oneHot ? edges.stream().mapToInt(e -> e.length - 1).sum() : features();
        double[] values = Matrix.zeros(x.rows(), width);
        for (int row = 0; row < x.rows(); row++) {
            int place = row * width;
            for (int f = 0; f < features(); f++) {
                int bin = bin(x.at(row, f), edges.get(f));
                values[oneHot ? place + bin : place] = oneHot ? 1 : bin;
                place += oneHot ? edges.get(f).length - 1 : 1;
            }
        }
        return new DenseMatrix(x.rows(), width, values, type(x));
    }

    private DataType type(DenseMatrix x) {
        return type == null ? x.floating() : type;
    }

    /** Older versions let a value that lies just below an edge pass for one above it. */
    private int bin(double value, double[] edge) {
        double compared = tolerant ? value + 1e-8 + 1e-5 * Math.abs(value) : value;
        int bin = 0;
        while (bin < edge.length - 2 && compared >= edge[bin + 1]) {
            bin++;
        }
        return bin;
    }
}
