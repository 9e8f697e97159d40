"""Estimators made of other estimators."""

import numpy as np
from sklearn import calibration, dummy, ensemble, linear_model, multiclass, naive_bayes, neighbors, svm, tree

from families.sklearn_kinds.dice import VERSION


def classifier(dice, plain=False):
    """A small one, to be a member of something larger."""
    return dice.pick(
        linear_model.LogisticRegression(C=dice.number(0.1, 5), max_iter=200),
        tree.DecisionTreeClassifier(max_depth=dice.whole(1, 4), random_state=dice.seed),
        naive_bayes.GaussianNB(),
        ensemble.RandomForestClassifier(n_estimators=3, max_depth=3, random_state=dice.seed),
        *([] if plain else [svm.SVC(gamma="scale"), linear_model.RidgeClassifier(),
                            neighbors.KNeighborsClassifier(3)])
    )


def regressor(dice):
    return dice.pick(
        linear_model.LinearRegression(),
        linear_model.Ridge(alpha=dice.number(0.1, 5)),
        tree.DecisionTreeRegressor(max_depth=dice.whole(1, 4), random_state=dice.seed),
        svm.SVR(gamma="scale"),
        ensemble.GradientBoostingRegressor(n_estimators=4, random_state=dice.seed),
    )


def of_base(dice, kind, base, **more):
    """Older versions call the estimator that is repeated another name."""
    name = "estimator" if VERSION >= (1, 2) else "base_estimator"
    return dice.make(kind, **{name: base}, **more)


def ada_boost_classifier(dice):
    rule = dice.pick("SAMME", "SAMME.R") if VERSION < (1, 6) else "SAMME"
    base = dice.pick(None, tree.DecisionTreeClassifier(max_depth=2), naive_bayes.GaussianNB())
    more = {"algorithm": rule} if VERSION < (1, 6) else {}
    return of_base(dice, ensemble.AdaBoostClassifier, base, n_estimators=dice.whole(1, 10),
                   learning_rate=dice.number(0.3, 1.5), **more), dice.classes()


def ada_boost_regressor(dice):
    return of_base(dice, ensemble.AdaBoostRegressor, dice.pick(None, linear_model.Ridge()),
                   n_estimators=dice.whole(1, 10), loss=dice.pick("linear", "square", "exponential")), dice.numbers()


def subsets(dice):
    return {"n_estimators": dice.whole(1, 6), "max_samples": dice.pick(1.0, 0.6), "max_features": dice.pick(1.0, 0.6),
            "bootstrap": dice.chance(0.6), "bootstrap_features": dice.chance(0.3)}


def bagging_classifier(dice):
    return of_base(dice, ensemble.BaggingClassifier, dice.pick(None, classifier(dice)), **subsets(dice)), \
        dice.classes(least=24)


def bagging_regressor(dice):
    return of_base(dice, ensemble.BaggingRegressor, dice.pick(None, regressor(dice)), **subsets(dice)), \
        dice.numbers(least=20)


def voters(dice, draw):
    named = [(str(place), draw(dice)) for place in range(dice.whole(2, 4))]
    if VERSION >= (0, 22) and len(named) > 2 and dice.chance(0.2):
        named[1] = ("1", "drop")
    weights = [dice.number(0.5, 3) for _ in named] if dice.chance(0.4) else None
    return {"estimators": named, "weights": weights}


def voting_classifier(dice):
    soft = dice.chance(0.5)
    voting = voters(dice, lambda d: classifier(d, plain=soft))
    return dice.make(ensemble.VotingClassifier, voting="soft" if soft else "hard",
                     flatten_transform=dice.chance(0.8), **voting), dice.classes()


def voting_regressor(dice):
    return dice.make(ensemble.VotingRegressor, **voters(dice, regressor)), dice.numbers()


def stacking_classifier(dice):
    named = [(str(place), classifier(dice)) for place in range(dice.whole(1, 3))]
    last = dice.pick(None, tree.DecisionTreeClassifier(max_depth=3, random_state=dice.seed), naive_bayes.GaussianNB())
    return dice.make(ensemble.StackingClassifier, estimators=named, final_estimator=last, cv=2,
                     stack_method=dice.pick("auto", "predict"), passthrough=dice.chance(0.4)), \
        labelled_by_numbers(dice.classes(least=24))


def labelled_by_numbers(data):
    if data.y.dtype.kind == "U":
        data.y = np.unique(data.y, return_inverse=True)[1]
    return data


def stacking_regressor(dice):
    named = [(str(place), regressor(dice)) for place in range(dice.whole(1, 3))]
    return dice.make(ensemble.StackingRegressor, estimators=named, cv=2, passthrough=dice.chance(0.4),
                     final_estimator=dice.pick(None, linear_model.LinearRegression())), dice.numbers(least=20)


def calibrated(dice):
    methods = ["sigmoid", "isotonic"] + (["temperature"] if VERSION >= (1, 8) else [])
    more = {"ensemble": dice.chance(0.6)} if VERSION >= (0, 24) else {}
    base = dice.pick(classifier(dice), svm.LinearSVC(random_state=dice.seed))
    return of_base(dice, calibration.CalibratedClassifierCV, base, method=dice.pick(*methods), cv=dice.whole(2, 3),
                   **more), dice.classes(least=30)


def one_vs_rest(dice):
    return multiclass.OneVsRestClassifier(classifier(dice)), dice.classes()


def one_vs_one(dice):
    return multiclass.OneVsOneClassifier(classifier(dice)), dice.classes()


def dummy_classifier(dice):
    data = dice.classes(one=True)
    return dummy.DummyClassifier(strategy=dice.pick("most_frequent", "prior", "constant"),
                                 constant=data.y[0] if dice.chance(0.5) else data.y[-1]), data


def dummy_regressor(dice):
    return dummy.DummyRegressor(strategy=dice.pick("mean", "median", "quantile"), quantile=dice.number(0, 1)), \
        dice.numbers(targets=dice.pick(1, 1, 2))


KINDS = {
    "AdaBoostClassifier": ada_boost_classifier,
    "AdaBoostRegressor": ada_boost_regressor,
    "BaggingClassifier": bagging_classifier,
    "BaggingRegressor": bagging_regressor,
    "VotingClassifier": voting_classifier,
    "CalibratedClassifierCV": calibrated,
    "OneVsRestClassifier": one_vs_rest,
    "OneVsOneClassifier": one_vs_one,
    "DummyClassifier": dummy_classifier,
    "DummyRegressor": dummy_regressor,
}
if VERSION >= (0, 21):
    KINDS["VotingRegressor"] = voting_regressor
if VERSION >= (0, 22):
    KINDS["StackingClassifier"] = stacking_classifier
    KINDS["StackingRegressor"] = stacking_regressor
