package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.Comparator;

/** Keeps columns by a score of each, or by how likely so high a score is by chance. */
final class ScoredColumns {

    private ScoredColumns() {}

    static Estimator best(Fields fields) {
        return best(fields, fields.get("k"));
    }

    static Estimator percentile(Fields fields) {
        return percentile(scores(fields), fields.number("percentile", 10));
    }

    static Estimator falsePositives(Fields fields) {
        return below(fields.doubles("pvalues_"), fields.number("alpha", 0.05));
    }

    static Estimator familyWise(Fields fields) {
        return familyWise(fields.doubles("pvalues_"), fields.number("alpha", 0.05));
    }

    static Estimator falseDiscoveries(Fields fields) {
        return falseDiscoveries(fields.doubles("pvalues_"), fields.number("alpha", 0.05));
    }

    /** One of the others, with its parameter under another name. */
    static Estimator byMode(Fields fields) {
        String mode = fields.text("mode", "percentile");
        if (mode.equals("k_best")) {
            return best(fields, fields.get("param"));
        }
        double param = fields.number("param", 1e-5);
        return switch (mode) {
            case "percentile" -> percentile(scores(fields), param);
            case "fpr" -> below(fields.doubles("pvalues_"), param);
            case "fdr" -> falseDiscoveries(fields.doubles("pvalues_"), param);
            case "fwe" -> familyWise(fields.doubles("pvalues_"), param);
            default -> throw new InvalidModelException("a selection of columns by '" + mode + "' is not served");
        };
    }

    private static Estimator best(Fields fields, Object k) {
        double[] scores = scores(fields);
        if ("all".equals(k)) {
            boolean[] all = new boolean[scores.length];
            Arrays.fill(all, true);
            return KeptColumns.of(all, false);
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        boolean[] kept = new boolean[scores.length];
        int count = Math.min(Py.integer(k), scores.length);
        for (int i = scores.length - count; i < scores.length; i++) {
            kept[order[i]] = true;
        }
        return KeptColumns.of(kept, false);
    }

    private static Estimator percentile(double[] scores, double percentile) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double place = (100 - percentile) / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        double threshold = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        boolean[] kept = new boolean[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            kept[i] = percentile >= 100 || (percentile > 0 && scores[i] > threshold);
            count += kept[i] ? 1 : 0;
        }
        int most = (int) (scores.length * percentile / 100);
        for (int i = 0; i < scores.length && count < most; i++) {
            if (!kept[i] && scores[i] == threshold) {
                kept[i] = true;
                count++;
            }
        }
        return KeptColumns.of(kept, false);
    }

    private static Estimator familyWise(double[] shares, double alpha) {
        return below(shares, alpha / shares.length);
    }

    /** By the procedure of Benjamini and Hochberg. */
    private static Estimator falseDiscoveries(double[] shares, double alpha) {
        double[] sorted = shares.clone();
        Arrays.sort(sorted);
        double limit = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] <= alpha / sorted.length * (i + 1)) {
                limit = sorted[i];
            }
        }
        boolean[] kept = new boolean[shares.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = shares[i] <= limit;
        }
        return KeptColumns.of(kept, false);
    }

    private static Estimator below(double[] values, double limit) {
        boolean[] kept = new boolean[values.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[i] < limit;
        }
        return KeptColumns.of(kept, false);
    }

    /** A score that is no number counts as the least. */
    private static double[] scores(Fields fields) {
        double[] scores = fields.doubles("scores_");
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Double.isNaN(scores[i]) ? -Double.MAX_VALUE : scores[i];
        }
        return scores;
    }
}
