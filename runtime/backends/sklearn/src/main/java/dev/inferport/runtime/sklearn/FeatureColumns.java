package dev.inferport.runtime.sklearn;

import java.util.Arrays;

/**
 * Vectors of the same length, such as the weights of linear sums or support vectors, which a row meets all at once.
 * Where there are enough of them they are kept feature by feature, an array each: the loops over such arrays are those
 * that the JIT compiler turns into vector instructions, four times as fast as one vector after the other. Either way
 * each sum is added up in the order of the features. Immutable.
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
            addSquares(rows.values(), row * features, sums);
            System.arraycopy(sums, 0, all, row * vectors, vectors);
        }
        return all;
    }

    /**
     * Adds to each sum the products of its vector with these values.
     *
     * @param values those of a row, or of more, from {@code start} on
     * @param from the first feature, which {@code values[start]} belongs to
     * @param to the feature after the last
     * @param sums one for each vector
     */
    void addProducts(double[] values, int start, int from, int to, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                sums[v] = product(values, start, v * features + from, to - from, sums[v]);
            }
            return;
        }
        int f = from;
        int at = start;
        for (; f + 4 <= to; f += 4, at += 4) {
            addProducts(
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
            addProduct(values[at], columns[f], sums);
        }
    }

    /**
     * Adds to each sum the products of its vector with the row that begins at {@code start}, each rounded once only.
     */
    void addFused(double[] values, int start, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                for (int f = 0; f < features; f++) {
                    sums[v] = Math.fma(values[start + f], flat[v * features + f], sums[v]);
                }
            }
            return;
        }
        int f = 0;
        int at = start;
        for (; f + 4 <= features; f += 4, at += 4) {
            addFused(
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
        for (; f < features; f++, at++) {
            addFused(values[at], columns[f], sums);
        }
    }

    /** Adds to each sum the product of one value with that feature of its vector. */
    void addProduct(double value, int feature, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                sums[v] += value * flat[v * features + feature];
            }
        } else {
            addProduct(value, columns[feature], sums);
        }
    }

    /** Adds to each sum the squares of the differences of its vector to the row that begins at {@code start}. */
    void addSquares(double[] values, int start, double[] sums) {
        if (columns.length == 0) {
            for (int v = 0; v < vectors; v++) {
                sums[v] = squares(values, start, v * features, sums[v]);
            }
            return;
        }
        int f = 0;
        int at = start;
        for (; f + 4 <= features; f += 4, at += 4) {
            addSquares(
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
        for (; f < features; f++, at++) {
            addSquare(values[at], columns[f], sums);
        }
    }

    private double product(double[] values, int start, int flatStart, int count, double sum) {
        double total = sum;
        for (int i = 0; i < count; i++) {
            total += values[start + i] * flat[flatStart + i];
        }
        return total;
    }

    private double squares(double[] values, int start, int flatStart, double sum) {
        double total = sum;
        for (int i = 0; i < features; i++) {
            double difference = values[start + i] - flat[flatStart + i];
            total += difference * difference;
        }
        return total;
    }

    // In the loops below all arrays have the same index: with any other, the compiler would have to fear that they are
    // one array.

    private static void addProduct(double a, double[] of, double[] sums) {
        for (int v = 0; v < of.length; v++) {
            sums[v] += a * of[v];
        }
    }

    private static void addProducts(
            double a,
            double[] ofA,
            double b,
            double[] ofB,
            double c,
            double[] ofC,
            double d,
            double[] ofD,
            double[] sums) {
        for (int v = 0; v < ofA.length; v++) {
            sums[v] = (((sums[v] + a * ofA[v]) + b * ofB[v]) + c * ofC[v]) + d * ofD[v];
        }
    }

    private static void addFused(double a, double[] of, double[] sums) {
        for (int v = 0; v < of.length; v++) {
            sums[v] = Math.fma(a, of[v], sums[v]);
        }
    }

    private static void addFused(
            double a,
            double[] ofA,
            double b,
            double[] ofB,
            double c,
            double[] ofC,
            double d,
            double[] ofD,
            double[] sums) {
        for (int v = 0; v < ofA.length; v++) {
            double sum = Math.fma(b, ofB[v], Math.fma(a, ofA[v], sums[v]));
            sums[v] = Math.fma(d, ofD[v], Math.fma(c, ofC[v], sum));
        }
    }

    private static void addSquare(double a, double[] of, double[] sums) {
        for (int v = 0; v < of.length; v++) {
            double difference = a - of[v];
            sums[v] += difference * difference;
        }
    }

    private static void addSquares(
            double a,
            double[] ofA,
            double b,
            double[] ofB,
            double c,
            double[] ofC,
            double d,
            double[] ofD,
            double[] sums) {
        for (int v = 0; v < ofA.length; v++) {
            double first = a - ofA[v];
            double second = b - ofB[v];
            double third = c - ofC[v];
            double fourth = d - ofD[v];
            sums[v] = (((sums[v] + first * first) + second * second) + third * third) + fourth * fourth;
        }
    }
}
