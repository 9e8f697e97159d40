package dev.inferport.runtime.sklearn;

/** The estimators that keep some of the columns. */
final class ColumnSelectors {

    private ColumnSelectors() {}

    static void register(EstimatorTable.Builder table) {
        String univariate =
                "sklearn.feature_selection._univariate_selection " + "sklearn.feature_selection.univariate_selection";
        table.add(ScoredColumns::best, univariate, "SelectKBest")
                .add(ScoredColumns::percentile, univariate, "SelectPercentile")
                .add(ScoredColumns::falsePositives, univariate, "SelectFpr")
                .add(ScoredColumns::familyWise, univariate, "SelectFwe")
                .add(ScoredColumns::falseDiscoveries, univariate, "SelectFdr")
                .add(ScoredColumns::byMode, univariate, "GenericUnivariateSelect")
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
                .add(ColumnSelectors::sequential, "sklearn.feature_selection._sequential", "SequentialFeatureSelector")
                .add(
                        ColumnSelectors::important,
                        "sklearn.feature_selection._from_model sklearn.feature_selection.from_model",
                        "SelectFromModel");
    }

    private static Estimator variance(Fields fields) {
        double[] variances = fields.doubles("variances_");
        double threshold = fields.number("threshold", 0);
        boolean[] kept = new boolean[variances.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = variances[i] > threshold;
        }
        return KeptColumns.of(kept, fields.since(0, 21));
    }

    private static Estimator sequential(Fields fields) {
        return KeptColumns.of(supported(fields), takesMissing(fields.object("estimator")));
    }

    private static boolean[] supported(Fields fields) {
        int[] support = fields.ints("support_");
        boolean[] kept = new boolean[support.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = support[i] != 0;
        }
        return kept;
    }

    /** Also answers with the estimator that was fitted on the columns that were kept. */
    private static Estimator elimination(Fields fields) {
        boolean[] kept = supported(fields);
        return new KeptColumns.Estimated(
                KeptColumns.of(kept, takesMissing(fields.object("estimator_"))), fields.estimator("estimator_"));
    }

    private static Estimator important(Fields fields) {
        Fields estimator = fields.object(fields.has("estimator_") ? "estimator_" : "estimator");
        return KeptColumns.of(ImportanceThreshold.kept(fields, estimator), takesMissing(estimator));
    }

    /** Whether the estimator that chose the columns takes missing values, of which the choice is as tolerant. */
    private static boolean takesMissing(Fields estimator) {
        String type = estimator.typeName();
        boolean trees = type.contains("Tree") || type.contains("Forest");
        return trees ? MissingInTrees.allowed(estimator) : type.startsWith("HistGradient");
    }
}
