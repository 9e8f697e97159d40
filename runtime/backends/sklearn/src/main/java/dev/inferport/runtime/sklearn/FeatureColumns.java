package dev.inferport.runtime.sklearn;

import java.util.Arrays;

/**
 * Vectors of the same length, such as the weights of linear sums or support vectors, which a row meets all at once.
 * Where there are enough of them they are kept feature by feature, an array each: loops over such arrays become vector
 * instructions, four times as fast as one vector after the other. Immutable.
 */
final class FeatureColumns {

    /** With fewer, the arrays' own headers would count. */
    private static final int FEWEST = 8;

    /** Header and reference. */
    private static final int BYTES_PER_ARRAY = 24;

    private final int vectors;
    private final int features;

    /** By feature; empty where there are few vectors. */
    private final double[][] columns;

    /** By vector; empty where there are many. */
    private final double[] flat;

    private FeatureColumns(int vectors, int features, double[][] columns, double[] flat) {
        this.vectors = vectors;
        this.features = features;
        this.columns = columns;
        this.flat = flat;
    }

    /**
     * Takes note of what the arrays take beyond their values.
     *
     * @param matrix one vector in each row
     */
    static FeatureColumns of(Assembly assembly, DenseMatrix matrix) {
        FeatureColumns made = of(matrix);
        assembly.hold((long) BYTES_PER_ARRAY * made.columns.length);
        return made;
    }

    static FeatureColumns of(DenseMatrix matrix) {
        int vectors = matrix.rows();
        int features = matrix.columns();
        if (vectors < FEWEST) {
            return new FeatureColumns(vectors, features, new double[0][], matrix.values());
        }
        double[][] columns = new double[features][vectors];
        for (int f = 0; f < features; f++) {
            for (int v = 0; v < vectors; v++) {
                columns[f][v] = matrix.at(v, f);
            }
        }
        return new FeatureColumns(vectors, features, columns, new double[0]);
    }

    int vectors() {
        return vectors;
    }

    int features() {
        return features;
    }

    /** The sums of the products of each row with each vector, row by row. */
    double[] products(Matrix rows) {
        double[] all = Matrix.zeros(rows.rows(), vectors);
        double[] sums = new double[vectors];
        for (int row = 0; row < rows.rows(); row++) {
            Arrays.fill(sums, 0);
            rows.addProducts(row, this, sums);
            System.arraycopy(sums, 0, all, row * vectors, vectors);
        }
        return all;
    }

    /** The squared distances of each row to each vector, row by row. */
    double[] squaredDistances(DenseMatrix rows) {
        double[] all = Matrix.zeros(rows.rows(), vectors);
        double[] sums = new double[vectors];
        for (int row = 0; row < rows.rows(); row++) {
            Arrays.fill(sums, 0);
            add(FeatureSum.SQUARES, rows.values(), row * features, sums);
            System.arraycopy(sums, 0, all, row * vectors, vectors);
        }
        return all;
    }

    /** Adds to the sum of each vector what the row that begins at {@code start} makes with it. */
    void add(FeatureSum of, double[] values, int start, double[] sums) {
        add(of, values, start, 0, features, sums);
    }

    /**
     * The same over some of the features.
     *
     * @param start where the value of the first of them is
     * @param from the first of them
     * @param to the one after the last
     * @param sums one for each vector
     */
    void add(FeatureSum of, double[] values, int start, int from, int to, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                sums[v] = of.run(values, start, flat, v * features + from, to - from, sums[v]);
            }
            return;
        }
        int f = from;
        int at = start;
        for (; f + 4 <= to; f += 4, at += 4) {
            of.four(
                    values[at],
                    columns[f],
                    values[at + 1],
                    columns[f + 1],
                    values[at + 2],
                    columns[f + 2],
                    values[at + 3],
                    columns[f + 3],
                    sums);
        }
        for (; f < to; f++, at++) {
            of.one(values[at], columns[f], sums);
        }
    }

    /** Adds to each sum the product of one value with that feature of its vector. */
    void addProduct(double value, int feature, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                sums[v] += value * flat[v * features + feature];
            }
        } else {
            FeatureSum.PRODUCTS.one(value, columns[feature], sums);
        }
    }
}
