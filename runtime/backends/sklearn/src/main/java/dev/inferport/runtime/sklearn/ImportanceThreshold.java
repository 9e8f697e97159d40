package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which columns an estimator thinks important enough: SelectFromModel. */
final class ImportanceThreshold {

    private ImportanceThreshold() {}

    static boolean[] kept(Fields fields, Fields estimator) {
        double[] importances = importances(estimator, fields.number("norm_order", 1));
        double threshold = threshold(fields, estimator, importances);
        boolean[] kept = new boolean[importances.length];
        Integer[] order = new Integer[importances.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -importances[i]));
        int most = fields.integer("max_features_", fields.integer("max_features", kept.length));
        for (int i = 0; i < Math.min(most, kept.length); i++) {
            kept[order[i]] = importances[order[i]] >= threshold;
        }
        return kept;
    }

    private static double[] importances(Fields estimator, double order) {
        if (estimator.has("coef_")) {
            DenseMatrix weights = estimator.rowsOf("coef_");
            double[] norms = new double[weights.columns()];
            for (int f = 0; f < norms.length; f++) {
                double sum = 0;
                for (int row = 0; row < weights.rows(); row++) {
                    sum += Math.pow(Math.abs(weights.at(row, f)), order);
                }
                norms[f] = Math.pow(sum, 1 / order);
            }
            return norms;
        }
        List<Fields> trees = estimator.has("tree_")
                ? List.of(estimator)
                : estimator.list("estimators_").stream().map(estimator::of).toList();
        double[] sums = new double
                [trees.get(0).object("tree_").object().arguments().isEmpty()
                        ? 0
                        : Py.integer(trees.get(0).object("tree_").object().argument(0))];
        for (Fields tree : trees) {
            double[] ofTree = ofTree(tree.object("tree_"), sums.length);
            for (int f = 0; f < sums.length; f++) {
                sums[f] += ofTree[f] / trees.size();
            }
        }
        return normalised(sums);
    }

    /** How much the splits at each feature reduced the impurity. */
    private static double[] ofTree(Fields tree, int features) {
        NdArray nodes = tree.array("nodes");
        NdArray left = nodes.field("left_child");
        NdArray right = nodes.field("right_child");
        NdArray impurity = nodes.field("impurity");
        NdArray weight = nodes.field("weighted_n_node_samples");
        double[] reduced = new double[features];
        for (int node = 0; node < nodes.size(); node++) {
            if (left.integer(node) >= 0) {
                int l = Math.toIntExact(left.integer(node));
                int r = Math.toIntExact(right.integer(node));
                int feature = Math.toIntExact(nodes.field("feature").integer(node));
                reduced[feature] += weight.number(node) * impurity.number(node)
                        - weight.number(l) * impurity.number(l)
                        - weight.number(r) * impurity.number(r);
            }
        }
        return normalised(reduced);
    }

    private static double[] normalised(double[] values) {
        double sum = Arrays.stream(values).sum();
        return sum == 0
                ? values
                : Arrays.stream(values).map(value -> value / sum).toArray();
    }

    private static double threshold(Fields fields, Fields estimator, double[] importances) {
        Object given = Py.scalar(fields.get("threshold"));
        if (Py.isNumber(given)) {
            return Py.number(given);
        }
        boolean sparse = estimator.text("penalty", "").equals("l1")
                || estimator.typeName().startsWith("Lasso");
        String rule = given instanceof String text ? text : sparse ? "1e-5" : "mean";
        int times = rule.indexOf('*');
        double factor =
                times < 0 ? 1 : Double.parseDouble(rule.substring(0, times).strip());
        String reference = rule.substring(times + 1).strip();
        return switch (reference) {
            case "mean" -> factor * Arrays.stream(importances).average().orElse(0);
            case "median" -> factor * median(importances);
            default -> Double.parseDouble(reference);
        };
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
