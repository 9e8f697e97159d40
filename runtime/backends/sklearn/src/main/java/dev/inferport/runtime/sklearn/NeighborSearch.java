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
    static NeighborSearch byProducts(Assembly assembly, DenseMatrix kept) {
        FeatureColumns columns = FeatureColumns.of(assembly, kept);
        double[] squares = new double[kept.rows()];
        for (int candidate = 0; candidate < squares.length; candidate++) {
            squares[candidate] = square(kept, candidate);
        }
        return (rows, row, nearest) -> {
            double square = square(rows, row);
            double[] products = nearest.zeros(squares.length);
            columns.add(FeatureSum.FUSED_PRODUCTS, rows.values(), row * rows.columns(), products);
            toDistances(square, products, squares);
            nearest.pushAll(products);
        };
    }

    /** A loop of its own, which becomes vector instructions. */
    private static void toDistances(double square, double[] products, double[] squares) {
        for (int candidate = 0; candidate < products.length; candidate++) {
            products[candidate] = Math.max(0, square - 2 * products[candidate] + squares[candidate]);
        }
    }

    private static double square(DenseMatrix rows, int row) {
        double sum = 0;
        for (int f = 0; f < rows.columns(); f++) {
            sum = Math.fma(rows.at(row, f), rows.at(row, f), sum);
        }
        return sum;
    }

    /** By the angle between rows; what is 0 has none, and is at distance 1 of all. */
    static NeighborSearch byAngle(Assembly assembly, DenseMatrix kept) {
        FeatureColumns columns = FeatureColumns.of(assembly, kept);
        double[] lengths = new double[kept.rows()];
        for (int candidate = 0; candidate < lengths.length; candidate++) {
            lengths[candidate] = length(kept, candidate);
        }
        return (rows, row, nearest) -> {
            double length = length(rows, row);
            double[] products = nearest.zeros(lengths.length);
            rows.addProducts(row, columns, products);
            for (int candidate = 0; candidate < lengths.length; candidate++) {
                nearest.push(Math.max(0, 1 - products[candidate] / length / lengths[candidate]), candidate);
            }
        };
    }

    private static double length(DenseMatrix rows, int row) {
        double squared = rows.dot(row, rows.values(), row * rows.columns());
        return squared == 0 ? 1 : Math.sqrt(squared);
    }
}
