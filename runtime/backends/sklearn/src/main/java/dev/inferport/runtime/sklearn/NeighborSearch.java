package dev.inferport.runtime.sklearn;

/** Looks among the training rows for those that are nearest to a row; distances are reduced ones. */
interface NeighborSearch {

    void search(DenseMatrix rows, int row, NearestRows nearest);

    /** Looks at all rows in their order. */
    static NeighborSearch ofAll(DenseMatrix kept, Metric metric) {
        return (rows, row, nearest) -> {
            for (int candidate = 0; candidate < kept.rows(); candidate++) {
                nearest.push(metric.reduced(rows, row, kept.values(), candidate * kept.columns()), candidate);
            }
        };
    }

    /**
     * The same by the squared lengths of the rows and their products, as the library has it for Euclidean distances:
     * the rounding tells rows apart that are equally far. Products are summed with fused multiplications, as in its
     * BLAS.
     */
    static NeighborSearch byProducts(DenseMatrix kept) {
        double[] squares = new double[kept.rows()];
        for (int candidate = 0; candidate < squares.length; candidate++) {
            squares[candidate] = product(kept, candidate, kept.values(), candidate * kept.columns());
        }
        return (rows, row, nearest) -> {
            double square = product(rows, row, rows.values(), row * rows.columns());
            for (int candidate = 0; candidate < squares.length; candidate++) {
                double middle = -2 * product(rows, row, kept.values(), candidate * kept.columns());
                nearest.push(Math.max(0, square + middle + squares[candidate]), candidate);
            }
        };
    }

    private static double product(DenseMatrix rows, int row, double[] others, int start) {
        double sum = 0;
        for (int f = 0; f < rows.columns(); f++) {
            sum = Math.fma(rows.at(row, f), others[start + f], sum);
        }
        return sum;
    }

    /** By the angle between rows; what is 0 has none, and is at distance 1 of all. */
    static NeighborSearch byAngle(DenseMatrix kept) {
        double[] lengths = new double[kept.rows()];
        for (int candidate = 0; candidate < lengths.length; candidate++) {
            lengths[candidate] = length(kept, candidate);
        }
        return (rows, row, nearest) -> {
            double length = length(rows, row);
            for (int candidate = 0; candidate < lengths.length; candidate++) {
                double dot = rows.dot(row, kept.values(), candidate * kept.columns());
                nearest.push(Math.max(0, 1 - dot / length / lengths[candidate]), candidate);
            }
        };
    }

    private static double length(DenseMatrix rows, int row) {
        double squared = rows.dot(row, rows.values(), row * rows.columns());
        return squared == 0 ? 1 : Math.sqrt(squared);
    }
}
