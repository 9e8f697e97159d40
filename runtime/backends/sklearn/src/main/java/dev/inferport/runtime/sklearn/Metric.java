package dev.inferport.runtime.sklearn;

/** Distances between rows. */
interface Metric {

    double distance(DenseMatrix rows, int row, double[] others, int start);

    /** The {@code effective_metric_} of a nearest-neighbors estimator. */
    static Metric of(Fields fields) {
        Object metric = Py.scalar(fields.get("effective_metric_"));
        String name = metric instanceof String text ? text : "";
        return switch (name) {
            case "euclidean", "l2" -> (rows, row, o, start) -> Math.sqrt(Kernel.squaredDistance(rows, row, o, start));
            case "sqeuclidean" -> Kernel::squaredDistance;
            case "manhattan", "cityblock", "l1" -> Metric::manhattan;
            case "chebyshev" -> Metric::chebyshev;
            case "cosine" -> Metric::cosine;
            case "minkowski" -> minkowski(power(fields));
            default ->
                throw new InvalidModelException("neighbors by the metric " + Py.describe(metric)
                        + " are not served (expected: euclidean, manhattan, chebyshev, minkowski or cosine)");
        };
    }

    private static double power(Fields fields) {
        Object p = fields.has("effective_metric_params_")
                ? fields.dict("effective_metric_params_").get("p")
                : null;
        return p == null ? fields.number("p", 2) : Py.number(p);
    }

    private static double manhattan(DenseMatrix rows, int row, double[] others, int start) {
        double sum = 0;
        for (int f = 0; f < rows.columns(); f++) {
            sum += Math.abs(rows.at(row, f) - others[start + f]);
        }
        return sum;
    }

    private static double chebyshev(DenseMatrix rows, int row, double[] others, int start) {
        double largest = 0;
        for (int f = 0; f < rows.columns(); f++) {
            largest = Math.max(largest, Math.abs(rows.at(row, f) - others[start + f]));
        }
        return largest;
    }

    private static Metric minkowski(double power) {
        return (rows, row, others, start) -> {
            double sum = 0;
            for (int f = 0; f < rows.columns(); f++) {
                sum += Math.pow(Math.abs(rows.at(row, f) - others[start + f]), power);
            }
            return Math.pow(sum, 1 / power);
        };
    }

    private static double cosine(DenseMatrix rows, int row, double[] others, int start) {
        double norm = 0;
        double otherNorm = 0;
        double dot = 0;
        for (int f = 0; f < rows.columns(); f++) {
            norm += rows.at(row, f) * rows.at(row, f);
            otherNorm += others[start + f] * others[start + f];
            dot += rows.at(row, f) * others[start + f];
        }
        return 1 - dot / Math.sqrt(norm == 0 ? 1 : norm) / Math.sqrt(otherNorm == 0 ? 1 : otherNorm);
    }
}
