package dev.inferport.runtime.sklearn;

import java.util.Arrays;
import java.util.Comparator;

/** The estimators that keep some of the columns. */
final class ColumnSelectors {

    private ColumnSelectors() {}

    static void register(EstimatorTable.Builder table) {
        String univariate =
                "sklearn.feature_selection._univariate_selection " + "sklearn.feature_selection.univariate_selection";
        table.add(ColumnSelectors::best, univariate, "SelectKBest")
                .add(ColumnSelectors::percentile, univariate, "SelectPercentile")
                .add(ColumnSelectors::falsePositives, univariate, "SelectFpr")
                .add(ColumnSelectors::familyWise, univariate, "SelectFwe")
                .add(
                        ColumnSelectors::variance,
                        "sklearn.feature_selection._variance_threshold "
                                + "sklearn.feature_selection.variance_threshold",
                        "VarianceThreshold")
                .add(
                        ColumnSelectors::elimination,
                        "sklearn.feature_selection._rfe sklearn.feature_selection.rfe",
                        "RFE",
                        "RFECV")
                .add(
                        fields -> KeptColumns.of(ImportanceThreshold.kept(fields)),
                        "sklearn.feature_selection._from_model sklearn.feature_selection.from_model",
                        "SelectFromModel");
    }

    private static Estimator best(Fields fields) {
        double[] scores = scores(fields);
        if ("all".equals(fields.get("k"))) {
            boolean[] all = new boolean[scores.length];
            Arrays.fill(all, true);
            return KeptColumns.of(all);
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        boolean[] kept = new boolean[scores.length];
        int k = Math.min(fields.integer("k"), scores.length);
        for (int i = scores.length - k; i < scores.length; i++) {
            kept[order[i]] = true;
        }
        return KeptColumns.of(kept);
    }

    private static Estimator percentile(Fields fields) {
        double[] scores = scores(fields);
        double percentile = fields.number("percentile", 10);
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
        return KeptColumns.of(kept);
    }

    private static Estimator falsePositives(Fields fields) {
        return below(fields.doubles("pvalues_"), fields.number("alpha", 0.05));
    }

    private static Estimator familyWise(Fields fields) {
        double[] shares = fields.doubles("pvalues_");
        return below(shares, fields.number("alpha", 0.05) / shares.length);
    }

    private static Estimator below(double[] values, double limit) {
        boolean[] kept = new boolean[values.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[i] < limit;
        }
        return KeptColumns.of(kept);
    }

    private static Estimator variance(Fields fields) {
        double[] variances = fields.doubles("variances_");
        double threshold = fields.number("threshold", 0);
        boolean[] kept = new boolean[variances.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = variances[i] > threshold;
        }
        return KeptColumns.of(kept);
    }

    /** Also answers with the estimator that was fitted on the columns that were kept. */
    private static Estimator elimination(Fields fields) {
        int[] support = fields.ints("support_");
        boolean[] kept = new boolean[support.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = support[i] != 0;
        }
        return new KeptColumns.Estimated(KeptColumns.of(kept), fields.estimator("estimator_"));
    }

    private static double[] scores(Fields fields) {
        double[] scores = fields.doubles("scores_");
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Double.isNaN(scores[i]) ? -Double.MAX_VALUE : scores[i];
        }
        return scores;
    }
}
