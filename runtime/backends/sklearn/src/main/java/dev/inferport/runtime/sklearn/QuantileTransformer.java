package dev.inferport.runtime.sklearn;

/**
 * Where a value lies among the quantiles of its column, as a share or as a value of the normal distribution.
 *
 * @param bounded whether shares keep away from 0 and 1, as before 0.21; values of the normal distribution always do
 * @param boundsAsRows whether the outermost quantiles are compared in the precision of the rows, as numpy 1 does, with
 *     which nothing since 1.5 is likely to be fitted; numpy 2 compares in double precision
 */
@SuppressWarnings("ArrayRecordComponent") // one owner, never compared
record QuantileTransformer(
        DenseMatrix quantiles, double[] references, boolean normal, boolean bounded, boolean boundsAsRows)
        implements Transformer {

    private static final double BOUNDS = 1e-7;

    static QuantileTransformer of(Fields fields) {
        return new QuantileTransformer(
                fields.rowsOf("quantiles_"),
                fields.doubles("references_"),
                fields.text("output_distribution", "uniform").equals("normal"),
                !fields.since(0, 21),
                !fields.since(1, 5));
    }

    @Override
    public int features() {
        return quantiles.columns();
    }

    @Override
    public Table transform(Table rows) {
        DenseMatrix x = rows.numbers(features()).dense();
        double[] values = Matrix.zeros(x.rows(), x.columns());
        for (int f = 0; f < x.columns(); f++) {
            double[] column = ((Column.Numbers) quantiles.column(f)).values();
            for (int row = 0; row < x.rows(); row++) {
                values[row * x.columns() + f] = x.rounded(share(x, x.at(row, f), column));
            }
        }
        return new DenseMatrix(x.rows(), x.columns(), values, x.floating());
    }

    private double share(DenseMatrix x, double value, double[] column) {
        if (Double.isNaN(value)) {
            return value;
        }
        double lowest = boundsAsRows ? x.rounded(column[0]) : column[0];
        double last = column[column.length - 1];
        double highest = boundsAsRows ? x.rounded(last) : last;
        boolean nearly = normal || bounded;
        double share;
        if (nearly ? x.rounded(value - BOUNDS) < lowest : value == lowest) {
            share = 0;
        } else if (nearly ? x.rounded(value + BOUNDS) > highest : value == highest) {
            share = 1;
        } else {
            share = 0.5 * (interpolate(value, column, true) + interpolate(value, column, false));
        }
        double edge = BOUNDS - Math.ulp(1.0);
        if (!normal) {
            return bounded ? Math.max(edge, Math.min(1 - edge, share)) : share;
        }
        double lower = NormalDistribution.quantile(edge);
        double upper = NormalDistribution.quantile(1 - edge);
        return Math.max(lower, Math.min(upper, NormalDistribution.quantile(share)));
    }

    /** Among equal quantiles the last one counts, or seen from above the first one. */
    private double interpolate(double value, double[] column, boolean last) {
        int n = column.length;
        if (value <= column[0] && !(last && value == column[0])) {
            return references[0];
        }
        if (value >= column[n - 1] && (last || value > column[n - 1])) {
            return references[n - 1];
        }
        int below = 0;
        while (below < n - 2 && (last ? column[below + 1] <= value : column[below + 1] < value)) {
            below++;
        }
        double width = column[below + 1] - column[below];
        double slope = (references[below + 1] - references[below]) / width;
        return slope * (value - column[below]) + references[below];
    }
}
