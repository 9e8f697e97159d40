package dev.inferport.runtime.sklearn;

/** The estimators that are made of others, one after the other or side by side. */
final class Compositions {

    private Compositions() {}

    static void register(EstimatorTable.Builder table) {
        table.add(Pipeline::of, "sklearn.pipeline", "Pipeline")
                .add(FeatureUnion::of, "sklearn.pipeline", "FeatureUnion")
                .add(ColumnTransformer::of, "sklearn.compose._column_transformer", "ColumnTransformer")
                .add(
                        fields -> fields.estimator("best_estimator_"),
                        "sklearn.model_selection._search",
                        "GridSearchCV",
                        "RandomizedSearchCV");
    }
}
