package dev.inferport.runtime.sklearn;

/** The estimators that are decision trees, or sums of them. */
final class TreeModels {

    private TreeModels() {}

    static void register(EstimatorTable.Builder table) {
        String tree = "sklearn.tree._classes sklearn.tree.tree";
        String forest = "sklearn.ensemble._forest sklearn.ensemble.forest";
        String boosting = "sklearn.ensemble._gb sklearn.ensemble.gradient_boosting";
        String hist = "sklearn.ensemble._hist_gradient_boosting.gradient_boosting";
        table.add(ForestClassifier::ofTree, tree, "DecisionTreeClassifier", "ExtraTreeClassifier")
                .add(ForestRegressor::ofTree, tree, "DecisionTreeRegressor", "ExtraTreeRegressor")
                .add(ForestClassifier::ofForest, forest, "RandomForestClassifier", "ExtraTreesClassifier")
                .add(ForestRegressor::ofForest, forest, "RandomForestRegressor", "ExtraTreesRegressor")
                .add(BoostedClassifier::ofBoosting, boosting, "GradientBoostingClassifier")
                .add(BoostedRegressor::ofBoosting, boosting, "GradientBoostingRegressor")
                .add(BoostedClassifier::ofHistogram, hist, "HistGradientBoostingClassifier")
                .add(BoostedRegressor::ofHistogram, hist, "HistGradientBoostingRegressor")
                .add(IsolationForest::of, "sklearn.ensemble._iforest sklearn.ensemble.iforest", "IsolationForest");
    }
}
