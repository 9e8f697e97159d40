package dev.inferport.runtime.sklearn;

/** How alike two rows are, for support vector machines. */
interface Kernel {

    /** Of one row and one support vector. */
    double of(DenseMatrix rows, int row, double[] vectors, int start);

    static Kernel of(Fields fields) {
        String name = fields.text("kernel", "");
        double gamma = fields.number("_gamma", 0);
        double constant = fields.number("coef0", 0);
        int degree = (int) fields.number("degree", 3);
        return switch (name) {
            case "linear" -> DenseMatrix::dot;
            case "poly" -> (rows, row, v, start) -> power(gamma * rows.dot(row, v, start) + constant, degree);
            case "sigmoid" -> (rows, row, v, start) -> Math.tanh(gamma * rows.dot(row, v, start) + constant);
            case "rbf" -> (rows, row, v, start) -> Math.exp(-gamma * squaredDistance(rows, row, v, start));
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

    static double squaredDistance(DenseMatrix rows, int row, double[] vectors, int start) {
        double sum = 0;
        for (int f = 0; f < rows.columns(); f++) {
            double difference = rows.at(row, f) - vectors[start + f];
            sum += difference * difference;
        }
        return sum;
    }
}
