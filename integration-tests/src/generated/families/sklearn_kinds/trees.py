"""Trees, forests and boosting."""

import numpy as np
from sklearn import ensemble, linear_model, tree

from families.sklearn_kinds.dice import VERSION

if (0, 21) <= VERSION < (1, 0):
    from sklearn.experimental import enable_hist_gradient_boosting  # noqa: F401

MISSING_IN_TREES = VERSION >= (1, 3)
MISSING_IN_FORESTS = VERSION >= (1, 4)
MISSING_IN_EXTRA = VERSION >= (1, 6)


def growth(dice):
    return {
        "max_depth": dice.pick(None, 1, 3, 6),
        "min_samples_leaf": dice.whole(1, 4),
        "max_features": dice.pick(None, "sqrt", 1),
        "ccp_alpha": dice.pick(0.0, 0.0, 0.01),
    }


def criterion(dice, classifies):
    if classifies:
        return dice.pick("gini", "entropy") if VERSION < (1, 1) else dice.pick("gini", "entropy", "log_loss")
    return "mse" if VERSION < (1, 0) else dice.pick("squared_error", "friedman_mse", "absolute_error")


def tree_classifier(dice):
    kind = dice.pick(tree.DecisionTreeClassifier, tree.ExtraTreeClassifier)
    missing = MISSING_IN_TREES if kind is tree.DecisionTreeClassifier else MISSING_IN_EXTRA
    return dice.make(kind, criterion=criterion(dice, True), class_weight=dice.pick(None, "balanced"), **growth(dice)), \
        dice.classes(missing, one=True)


def tree_regressor(dice):
    kind = dice.pick(tree.DecisionTreeRegressor, tree.ExtraTreeRegressor)
    missing = MISSING_IN_TREES if kind is tree.DecisionTreeRegressor else MISSING_IN_EXTRA
    chosen = criterion(dice, False)
    return dice.make(kind, criterion=chosen, **growth(dice)), \
        dice.numbers(missing and chosen != "absolute_error", targets=dice.pick(1, 1, 2))


def forest_classifier(dice):
    kind, missing = dice.pick((ensemble.RandomForestClassifier, MISSING_IN_FORESTS),
                              (ensemble.ExtraTreesClassifier, MISSING_IN_EXTRA))
    return dice.make(kind, n_estimators=dice.whole(1, 12), criterion=criterion(dice, True),
                     bootstrap=dice.chance(0.5), **growth(dice)), dice.classes(missing, one=True)


def forest_regressor(dice):
    kind, missing = dice.pick((ensemble.RandomForestRegressor, MISSING_IN_FORESTS),
                              (ensemble.ExtraTreesRegressor, MISSING_IN_EXTRA))
    return dice.make(kind, n_estimators=dice.whole(1, 12), bootstrap=dice.chance(0.5), **growth(dice)), \
        dice.numbers(missing, targets=dice.pick(1, 1, 2))


def boosting(dice):
    return {"n_estimators": dice.whole(1, 12), "max_depth": dice.whole(1, 4), "subsample": dice.pick(1.0, 0.7),
            "learning_rate": dice.number(0.05, 1)}


def boosting_classifier(dice):
    exponential = dice.chance(0.25)
    init = dice.pick(None, None, "zero", linear_model.LogisticRegression(), tree.DecisionTreeClassifier(max_depth=2))
    old = "deviance" if VERSION < (1, 1) else "log_loss"
    return dice.make(ensemble.GradientBoostingClassifier, loss="exponential" if exponential else old, init=init,
                     **boosting(dice)), dice.classes(many=2 if exponential else 4)


def boosting_regressor(dice):
    least, absolute = ("ls", "lad") if VERSION < (1, 0) else ("squared_error", "absolute_error")
    init = dice.pick(None, None, "zero", linear_model.LinearRegression())
    return dice.make(ensemble.GradientBoostingRegressor, loss=dice.pick(least, absolute, "huber", "quantile"),
                     init=init, alpha=dice.number(0.1, 0.9), **boosting(dice)), dice.numbers()


def histogram(dice, data):
    """Sizes, and now and then a column of categories in the data."""
    more = {"max_iter": dice.whole(1, 12), "max_depth": dice.whole(1, 5), "min_samples_leaf": dice.whole(1, 6),
            "learning_rate": dice.number(0.05, 1), "l2_regularization": dice.pick(0.0, 0.5), "early_stopping": False}
    if VERSION >= (0, 24) and dice.chance(0.4):
        data.x[:, 0] = dice.rng.randint(0, 9, len(data.x))
        data.asked[:, 0] = dice.rng.randint(0, 14, len(data.asked))
        if dice.chance(0.3):
            data.x[::5, 0] = np.nan
        more["categorical_features"] = [0]
    elif VERSION >= (0, 23) and dice.chance(0.2):
        more["monotonic_cst"] = [1] + [0] * (data.x.shape[1] - 1)
    return more


def histogram_classifier(dice):
    data = dice.classes(missing=True)
    more = histogram(dice, data)
    if len(np.unique(data.y)) > 2:
        more.pop("monotonic_cst", None)
    return dice.make(ensemble.HistGradientBoostingClassifier, **more), data


def histogram_regressor(dice):
    least = "least_squares" if VERSION < (1, 0) else "squared_error"
    losses = [least] + (["least_absolute_deviation"] if (0, 23) <= VERSION < (1, 0) else [])
    losses += ["poisson"] if VERSION >= (0, 23) else []
    losses += ["absolute_error"] if VERSION >= (1, 0) else []
    losses += ["quantile"] if VERSION >= (1, 1) else []
    losses += ["gamma"] if VERSION >= (1, 3) else []
    loss = dice.pick(*losses)
    data = dice.numbers(missing=True, positive=loss in ("poisson", "gamma"))
    return dice.make(ensemble.HistGradientBoostingRegressor, loss=loss, quantile=dice.number(0.1, 0.9),
                     **histogram(dice, data)), data


def isolation_forest(dice):
    data = dice.numbers(least=10)
    return dice.make(ensemble.IsolationForest, n_estimators=dice.whole(1, 15), max_features=dice.pick(1.0, 0.6),
                     max_samples=dice.pick("auto", 0.5), contamination=dice.pick("auto", 0.1),
                     bootstrap=dice.chance(0.3)), data


KINDS = {
    "DecisionTreeClassifier, ExtraTreeClassifier": tree_classifier,
    "DecisionTreeRegressor, ExtraTreeRegressor": tree_regressor,
    "RandomForestClassifier, ExtraTreesClassifier": forest_classifier,
    "RandomForestRegressor, ExtraTreesRegressor": forest_regressor,
    "GradientBoostingClassifier": boosting_classifier,
    "GradientBoostingRegressor": boosting_regressor,
    "IsolationForest": isolation_forest,
}
if VERSION >= (0, 21):
    KINDS["HistGradientBoostingClassifier"] = histogram_classifier
    KINDS["HistGradientBoostingRegressor"] = histogram_regressor
