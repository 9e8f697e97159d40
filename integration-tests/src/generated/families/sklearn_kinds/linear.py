"""The linear family."""

from sklearn import linear_model, svm

from families.sklearn_kinds.dice import VERSION


def logistic_regression(dice):
    solver, penalty, rule = dice.pick(
        ("lbfgs", "l2", "auto"), ("lbfgs", "none", "auto"), ("lbfgs", "l2", "ovr"), ("lbfgs", "l2", "multinomial"),
        ("liblinear", "l1", "auto"), ("liblinear", "l2", "auto"), ("saga", "l1", "auto"), ("sag", "l2", "ovr"),
        ("newton-cg", "l2", "multinomial"), ("saga", "elasticnet", "auto"),
    )
    if penalty == "none" and VERSION >= (1, 2):
        penalty = None
    data = dice.classes(many=2 if solver == "liblinear" and VERSION >= (1, 7) else 4)
    more = {} if rule == "auto" or VERSION >= (1, 8) else {"multi_class": rule}
    if penalty != "l2":
        more["penalty"] = penalty
    if penalty == "elasticnet":
        more["l1_ratio"] = dice.number(0, 1)
    return dice.make(linear_model.LogisticRegression, solver=solver, C=dice.number(0.05, 10), max_iter=200,
                     fit_intercept=dice.chance(0.8), class_weight=dice.pick(None, "balanced"), **more), data


def logistic_regression_cv(dice):
    return dice.make(linear_model.LogisticRegressionCV, Cs=3, cv=2, max_iter=200), dice.classes(least=24)


def least_squares(dice):
    data = dice.numbers(targets=dice.pick(1, 1, 2, 3))
    return linear_model.LinearRegression(fit_intercept=dice.chance(0.8)), data


def ridge(dice):
    data = dice.numbers(targets=dice.pick(1, 1, 2))
    return dice.make(linear_model.Ridge, alpha=dice.number(0.01, 10), fit_intercept=dice.chance(0.8),
                     solver=dice.pick("auto", "svd", "cholesky", "lsqr", "sag")), data


def ridge_classifier(dice):
    return dice.make(linear_model.RidgeClassifier, alpha=dice.number(0.01, 10)), dice.classes()


def lasso(dice):
    kind = dice.pick(linear_model.Lasso, linear_model.ElasticNet)
    data = dice.numbers(targets=dice.pick(1, 1, 2))
    return dice.make(kind, alpha=dice.number(0.001, 1), positive=dice.chance(0.2), l1_ratio=dice.number(0.1, 0.9)), data


def elastic_net_cv(dice):
    return dice.make(dice.pick(linear_model.ElasticNetCV, linear_model.LassoCV), cv=3), dice.numbers()


def sgd_classifier(dice):
    loss = dice.pick("hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "huber", "squared_error")
    return dice.make(linear_model.SGDClassifier, loss=dice.named(loss), penalty=dice.pick("l2", "l1", "elasticnet"),
                     alpha=dice.number(1e-4, 0.1), average=dice.chance(0.3)), dice.classes()


def sgd_regressor(dice):
    loss = dice.pick("squared_error", "huber", "epsilon_insensitive")
    return dice.make(linear_model.SGDRegressor, loss=dice.named(loss), average=dice.chance(0.3)), dice.numbers()


def perceptron(dice):
    kind = dice.pick(linear_model.Perceptron, linear_model.Perceptron, linear_model.PassiveAggressiveClassifier)
    return dice.make(kind), dice.classes()


def linear_svc(dice):
    loss, dual = dice.pick(("hinge", True), ("squared_hinge", True), ("squared_hinge", False))
    return dice.make(svm.LinearSVC, loss=loss, dual=dual, C=dice.number(0.05, 5), fit_intercept=dice.chance(0.8),
                     multi_class=dice.pick("ovr", "ovr", "crammer_singer")), dice.classes()


def linear_svr(dice):
    return dice.make(svm.LinearSVR, C=dice.number(0.05, 5), epsilon=dice.number(0, 0.3)), dice.numbers()


def generalized(dice):
    kind = dice.pick("PoissonRegressor", "GammaRegressor", "TweedieRegressor")
    power = {"power": dice.pick(0, 1.5, 2, 3)} if kind == "TweedieRegressor" else {}
    return dice.make(getattr(linear_model, kind), alpha=dice.number(0.01, 1), **power), dice.numbers(positive=True)


KINDS = {
    "LogisticRegression": logistic_regression,
    "LogisticRegressionCV": logistic_regression_cv,
    "LinearRegression": least_squares,
    "Ridge": ridge,
    "RidgeClassifier": ridge_classifier,
    "Lasso, ElasticNet": lasso,
    "LassoCV, ElasticNetCV": elastic_net_cv,
    "SGDClassifier": sgd_classifier,
    "SGDRegressor": sgd_regressor,
    "Perceptron": perceptron,
    "LinearSVC": linear_svc,
    "LinearSVR": linear_svr,
}
if VERSION >= (0, 23):
    KINDS["PoissonRegressor and kin"] = generalized
