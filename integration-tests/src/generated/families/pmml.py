"""Draws models of scikit-learn, XGBoost and LightGBM that Nyoka writes as PMML; the libraries say what they give.

Needs Nyoka 5.5 with the versions of make_fixtures.py of the PMML backend. Not drawn is what Nyoka writes wrong: extra
trees and trees of a single leaf (it takes the number of rows for the score), Ridge, Lasso and the like (not at all),
LogisticRegression over several classes at once (as one against the rest), LinearSVC over more than two (without a
normalization, so that the last class gets what the others leave), boosting that begins at 0 (an empty constant), values
that meet a threshold of trees (rounded to 8 digits), zeros in the rows of LightGBM (thresholds next to 0 are rounded to
it), and missing values in trees (without a word where they go). Nor is what PMML leaves open: nearest neighbours that
disagree or are equally near, and classes of SGDClassifier whose shares are all rounded to 0 or 1.
"""

import re
import warnings

import lightgbm
import numpy as np
import nyoka
import pandas as pd
import xgboost

from sklearn import cluster, ensemble, linear_model, naive_bayes, neighbors, neural_network, pipeline, preprocessing, svm, tree
from sklearn.impute import SimpleImputer

from case import Answer, Case, Request, Tensor
from drawing import draw_rows, draw_target, sizes

warnings.filterwarnings("ignore")

CLASSIFIERS = [
    "LogisticRegression", "RidgeClassifier", "SGDClassifier", "LinearSVC", "DecisionTreeClassifier",
    "RandomForestClassifier", "GradientBoostingClassifier", "SVC", "GaussianNB", "MLPClassifier", "KNeighborsClassifier",
    "XGBClassifier", "LGBMClassifier", "KMeans",
]  # fmt: skip
REGRESSORS = [
    "LinearRegression", "LinearSVR", "DecisionTreeRegressor",
    "RandomForestRegressor", "GradientBoostingRegressor", "SVR", "MLPRegressor", "KNeighborsRegressor", "XGBRegressor",
    "LGBMRegressor",
]  # fmt: skip
MODULES = [cluster, ensemble, linear_model, naive_bayes, neighbors, neural_network, svm, tree, xgboost, lightgbm]
SCALERS = [
    preprocessing.StandardScaler, preprocessing.MinMaxScaler, preprocessing.RobustScaler, preprocessing.MaxAbsScaler,
    preprocessing.Binarizer, preprocessing.PolynomialFeatures, SimpleImputer,
]  # fmt: skip


def draw(seed, folder):
    rng = np.random.default_rng(seed)
    rows, columns = sizes(rng)
    classes = int(rng.choice([0, 2, 3]))
    kind = str(rng.choice(CLASSIFIERS if classes else REGRESSORS))
    if kind in ("LinearSVC", "SGDClassifier"):
        classes = 2
    x = drawn(rng, kind, max(rows, 12), columns)
    y = draw_target(rng, x.to_numpy(), classes)
    boosted = kind.startswith(("XGB", "LGBM"))
    if classes and not boosted and rng.random() < 0.4:
        y = np.array(["setosa", "versicolor", "virginica é"])[y]
    model = estimator(rng, kind, seed)
    steps = [("model", model)]
    if rng.random() < 0.4 and not boosted:
        scalers = [scaler for scaler in SCALERS if scaler is not preprocessing.Binarizer or "Neighbors" not in kind]
        steps.insert(0, ("scaler", scalers[int(rng.integers(len(scalers)))]()))
    holes = isinstance(steps[0][1], SimpleImputer)
    if holes:
        x[rng.random(x.shape) < 0.2] = np.nan
        x.iloc[0] = 0.7  # no column without a value
    made = pipeline.Pipeline(steps).fit(x, y)
    file = folder / "model.pmml"
    write = nyoka.xgboost_to_pmml if kind.startswith("XGB") else nyoka.lgb_to_pmml if boosted else nyoka.skl_to_pmml
    write(made, list(x.columns), "y", str(file))
    document = file.read_text(encoding="utf-8")
    if "<Constant/>" in document or re.search(r"<TreeModel(?:(?!</TreeModel>)(?!<SimplePredicate)[^~])*</TreeModel>", document):
        raise ValueError("a tree of a single leaf, or boosting that begins at 0")
    probe = pd.concat([x, drawn(rng, kind, 20, columns)])
    if holes:
        probe.iloc[-10:] = probe.iloc[-10:].mask(rng.random((10, columns)) < 0.3)
    title = kind + (" " + type(steps[0][1]).__name__ if len(steps) > 1 else "")
    return Case("pmml-%d" % seed, "pmml", file, requests(probe, answers(document, made, probe)), tolerance(kind), title)


def drawn(rng, kind, rows, columns):
    x = draw_rows(rng, rows, columns, False, np.float64)
    if kind.startswith("LGBM"):
        x[x == 0] = 0.25
    if kind.startswith(("DecisionTree", "RandomForest", "GradientBoosting", "KNeighbors", "XGB")):
        x += rng.normal(size=x.shape) * 1e-3
    return pd.DataFrame(x, columns=["x%d" % i for i in range(columns)])


def tolerance(kind):
    """XGBoost adds up floats where PMML asks for doubles; Nyoka rounds what boosting begins at, and narrow distributions."""
    return 2e-6 if kind.startswith("XGB") else 1e-6 if kind.startswith(("GradientBoosting", "GaussianNB")) else 1e-9


def estimator(rng, kind, seed):
    made = next(getattr(module, kind) for module in MODULES if hasattr(module, kind))
    sizing = {
        "n_estimators": int(rng.integers(1, 8)),
        "max_depth": int(rng.integers(1, 6)),
        "hidden_layer_sizes": (int(rng.integers(2, 7)),),
        "n_clusters": int(rng.integers(2, 5)),
        "n_neighbors": 1 if kind == "KNeighborsClassifier" else int(rng.integers(1, 5)),
        "kernel": str(rng.choice(["rbf", "linear", "poly", "sigmoid"])),
        "activation": str(rng.choice(["relu", "tanh", "logistic"])),
        "random_state": seed,
        "n_jobs": 1,
        "verbose": -1 if kind.startswith("LGBM") else 0,
        "base_score": 0.5,
        "multi_class": "ovr",
    }
    known = made().get_params()
    return made(**{name: value for name, value in sizing.items() if name in known})


def answers(document, model, probe):
    """What the library says for each output that the document names."""
    # The last of the outputs are those of the whole model; before them are those of its parts.
    outputs = re.findall(r"<OutputField ([^>]*)>", document.split("<Segmentation")[0]) or re.findall(
        r"<OutputField ([^>]*)>", document
    )
    expected = {}
    for field in (dict(re.findall(r'(\w+)="([^"]*)"', output)) for output in outputs):
        if field.get("feature") == "probability" and "value" in field:
            shares = probabilities(model, probe)
            if shares is not None:
                place = [str(one) for one in model.classes_].index(field["value"])
                expected[field["name"]] = Answer(shares[:, place])
        elif field.get("feature") == "predictedValue":
            expected[field["name"]] = Answer(predictions(model, probe))
    return expected


def predictions(model, probe):
    if isinstance(model.steps[-1][1], naive_bayes.GaussianNB):
        return model.classes_[np.argmax(probabilities(model, probe), axis=1)]
    return model.predict(probe)


def probabilities(model, probe):
    """None where the library has none, and for nearest neighbours, of which PMML4S gives none."""
    last = model.steps[-1][1]
    if isinstance(last, neighbors.KNeighborsClassifier) or not hasattr(last, "predict_proba"):
        return None
    if isinstance(last, naive_bayes.GaussianNB):
        return above_threshold(last, model[:-1].transform(probe) if len(model) > 1 else probe)
    return model.predict_proba(probe)


def above_threshold(model, probe):
    """Naive Bayes as PMML has it: what is less probable than the threshold, 0.001, counts as that."""
    rows = np.asarray(probe)[:, None, :]
    density = np.exp(-((rows - model.theta_) ** 2) / (2 * model.var_)) / np.sqrt(2 * np.pi * model.var_)
    shares = model.class_prior_ * np.prod(np.maximum(density, 0.001), axis=2)
    return shares / shares.sum(axis=1, keepdims=True)


def requests(probe, expected):
    columns = [Tensor(name, probe[name].to_numpy()) for name in probe.columns]
    return [Request([Tensor("x", probe.to_numpy())], expected), Request(columns[::-1], expected)]
