package dev.inferport.runtime.sklearn;

import java.util.function.DoubleUnaryOperator;

/**
 * How alike two rows are, for support vector machines.
 *
 * @param isOfDistances whether it depends on the squared distance of the rows; otherwise on the sum of their products
 */
record Kernel(boolean isOfDistances, DoubleUnaryOperator function) {

    static Kernel of(Fields fields) {
        String name = fields.text("kernel", "");
        double gamma = fields.number("_gamma", 0);
        double constant = fields.number("coef0", 0);
        int degree = (int) fields.number("degree", 3);
        return switch (name) {
            case "linear" -> new Kernel(false, product -> product);
            case "poly" -> new Kernel(false, product -> power(gamma * product + constant, degree));
            case "sigmoid" -> new Kernel(false, product -> Math.tanh(gamma * product + constant));
            case "rbf" -> new Kernel(true, square -> Math.exp(-gamma * square));
            default ->
                throw new InvalidModelException("a support vector machine with the kernel "
                        + Py.describe(fields.get("kernel"))
                        + " is not served (expected: linear, poly, rbf or sigmoid)");
        };
    }

    /** By squaring over and over, as libsvm does. */
    private static double power(double base, int times) {
        double result = 1;
        double square = base;
        for (int rest = times; rest > 0; rest /= 2) {
            if (rest % 2 == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
