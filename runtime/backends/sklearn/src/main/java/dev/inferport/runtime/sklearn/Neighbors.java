package dev.inferport.runtime.sklearn;

import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds the nearest of the training rows, by the library's own search tree or by looking at all of them.
 *
 * @param rows how many training rows there are
 * @param root makes a distance of a reduced one
 */
record Neighbors(
        int rows, int features, NeighborSearch search, DoubleUnaryOperator root, int count, boolean byDistance) {

    private static final Set<String> EUCLIDEAN = Set.of("euclidean", "l2");

    /** The nearest rows of one row, nearest first, and what each counts. */
    @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
    record Found(int[] rows, double[] weights) {}

    static Neighbors of(Fields fields) {
        if (!(Py.scalar(fields.get("weights")) instanceof String weights)
                || !(weights.equals("uniform") || weights.equals("distance"))) {
            throw new InvalidModelException("neighbors with weights by " + Py.describe(fields.get("weights"))
                    + " are not served (expected: uniform or distance)");
        }
        DenseMatrix kept = DenseMatrix.of(fields.array("_fit_X"));
        int count = fields.integer("n_neighbors");
        if (count < 1 || count > kept.rows()) {
            throw new InvalidModelException(count + " neighbors among " + kept.rows() + " rows");
        }
        String metric = fields.text("effective_metric_", "");
        boolean byDistance = weights.equals("distance");
        if (metric.equals("cosine")) {
            NeighborSearch search = NeighborSearch.byAngle(fields.assembly(), kept);
            return new Neighbors(
                    kept.rows(), kept.columns(), search, DoubleUnaryOperator.identity(), count, byDistance);
        }
        Metric named = Metric.named(metric, power(fields));
        return new Neighbors(kept.rows(), kept.columns(), search(fields, kept, named), named.root(), count, byDistance);
    }

    private static NeighborSearch search(Fields fields, DenseMatrix kept, Metric metric) {
        return switch (fields.text("_fit_method", "brute")) {
            case "kd_tree" -> NeighborTree.of(fields, kept, metric, false);
            case "ball_tree" -> NeighborTree.of(fields, kept, metric, true);
            default ->
                EUCLIDEAN.contains(fields.text("effective_metric_", ""))
                        ? NeighborSearch.byProducts(fields.assembly(), kept)
                        : NeighborSearch.ofAll(kept, metric);
        };
    }

    private static double power(Fields fields) {
        Object p = fields.has("effective_metric_params_")
                ? fields.dict("effective_metric_params_").get("p")
                : null;
        return p == null ? fields.number("p", 2) : Py.number(p);
    }

    /** For {@link #find}, of one row after the other. */
    NearestRows nearest() {
        return new NearestRows(count);
    }

    Found find(DenseMatrix rows, int row, NearestRows nearest) {
        nearest.clear();
        search.search(rows, row, nearest);
        Found found = nearest.sorted();
        return new Found(found.rows(), weights(found.weights()));
    }

    /** A row at no distance leaves nothing to the others. */
    private double[] weights(double[] distances) {
        boolean same = distances[0] == 0;
        for (int i = 0; i < distances.length; i++) {
            double inverse = same ? (distances[i] == 0 ? 1 : 0) : 1 / root.applyAsDouble(distances[i]);
            distances[i] = byDistance ? inverse : 1;
        }
        return distances;
    }
}
