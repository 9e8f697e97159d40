package dev.inferport.runtime.sklearn;

import java.util.function.DoubleUnaryOperator;

/**
 * Distances between rows. Rows are compared by a reduced distance, which has the same order and costs less: the sum
 * under the root.
 *
 * @param difference what one column adds to the reduced distance
 * @param largest whether the largest of the columns counts instead of their sum
 * @param root makes a distance of a reduced one
 * @param square the way back
 */
record Metric(DoubleUnaryOperator difference, boolean largest, DoubleUnaryOperator root, DoubleUnaryOperator square) {

    private static final Metric EUCLIDEAN = new Metric(Metric::squared, false, Math::sqrt, Metric::squared);
    private static final Metric MANHATTAN = plain(Math::abs, false);
    private static final Metric CHEBYSHEV = plain(Math::abs, true);

    static Metric named(String name, double power) {
        return switch (name) {
            case "euclidean", "l2" -> EUCLIDEAN;
            case "sqeuclidean" -> plain(Metric::squared, false);
            case "manhattan", "cityblock", "l1" -> MANHATTAN;
            case "chebyshev" -> CHEBYSHEV;
            case "minkowski" ->
                new Metric(
                        value -> Math.pow(Math.abs(value), power),
                        false,
                        sum -> Math.pow(sum, 1 / power),
                        distance -> Math.pow(distance, power));
            default ->
                throw new InvalidModelException("neighbors by the metric '" + name
                        + "' are not served (expected: euclidean, manhattan, chebyshev, minkowski or cosine)");
        };
    }

    /** A metric whose distances are not reduced at all. */
    private static Metric plain(DoubleUnaryOperator difference, boolean largest) {
        return new Metric(difference, largest, DoubleUnaryOperator.identity(), DoubleUnaryOperator.identity());
    }

    private static double squared(double value) {
        return value * value;
    }

    /** The reduced distance of a row and the numbers that begin at {@code start}. */
    double reduced(DenseMatrix rows, int row, double[] others, int start) {
        double sum = 0;
        for (int f = 0; f < rows.columns(); f++) {
            double one = difference.applyAsDouble(rows.at(row, f) - others[start + f]);
            sum = largest ? Math.max(sum, one) : sum + one;
        }
        return sum;
    }
}
