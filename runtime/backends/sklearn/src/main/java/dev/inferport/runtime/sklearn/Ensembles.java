package dev.inferport.runtime.sklearn;

/** The estimators that ask others and make one answer of theirs. */
final class Ensembles {

    private Ensembles() {}

    static void register(EstimatorTable.Builder table) {
        String weighting = "sklearn.ensemble._weight_boosting sklearn.ensemble.weight_boosting";
        String bagging = "sklearn.ensemble._bagging sklearn.ensemble.bagging";
        String voting = "sklearn.ensemble._voting sklearn.ensemble.voting sklearn.ensemble.voting_classifier";
        table.add(AdaBoostClassifier::of, weighting, "AdaBoostClassifier")
                .add(AdaBoostRegressor::of, weighting, "AdaBoostRegressor")
                .add(BaggingClassifier::of, bagging, "BaggingClassifier")
                .add(BaggingRegressor::of, bagging, "BaggingRegressor")
                .add(VotingClassifier::of, voting, "VotingClassifier")
                .add(VotingRegressor::of, voting, "VotingRegressor")
                .add(Stacking::ofClassifier, "sklearn.ensemble._stacking", "StackingClassifier")
                .add(Stacking::ofRegressor, "sklearn.ensemble._stacking", "StackingRegressor")
                .add(CalibratedClassifier::of, "sklearn.calibration", "CalibratedClassifierCV")
                .add(OneVsRest::of, "sklearn.multiclass", "OneVsRestClassifier")
                .add(OneVsOne::of, "sklearn.multiclass", "OneVsOneClassifier")
                .add(ConstantClassifier::of, "sklearn.dummy", "DummyClassifier")
                .add(ConstantRegressor::of, "sklearn.dummy", "DummyRegressor")
                .add(TransformedTarget::of, "sklearn.compose._target", "TransformedTargetRegressor");
    }
}
